"""Times steps of training a network in Python PyTorch: the same work as `stampede bench step`.

Random pictures as bytes; per step a random crop with padding 4 and a flip, normalisation, forward,
cross-entropy, backward, SGD with Nesterov momentum 0.9 and weight decay on weights alone.
"""
import argparse
import os
import time

import torch
from torch import nn
from torch.nn import functional

LAYERS = {
    "vgg19": [64, 64, "M", 128, 128, "M", 256, 256, 256, 256, "M", 512, 512, 512, 512, "M", 512, 512, 512, 512],
    "vgg10": [64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M", 512, 512],
}
CLASSES = 10


RESNET18 = [64, 128, 256, 512]


def normalized(channels, out, kernel, stride):
    convolution = nn.Conv2d(channels, out, kernel, stride, padding=kernel // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(out))


class Block(nn.Module):
    def __init__(self, channels, mid, out, stride):
        super().__init__()
        self.first = normalized(channels, mid, 3, stride)
        self.second = normalized(mid, out, 3, 1)
        self.shortcut = normalized(channels, out, 1, stride)

    def forward(self, value):
        straight = self.second(functional.relu(self.first(value), inplace=True))
        return functional.relu(straight + self.shortcut(value), inplace=True)


def full_channels(architecture, width):
    if architecture == "resnet18":
        return [int(64 * width)] + [int(stage * width) for stage in RESNET18 for _ in range(4)]
    return [int(item * width) for item in LAYERS[architecture] if item != "M"]


def vgg(architecture, counts):
    layers, channels = [], 3
    counts = iter(counts)
    for item in LAYERS[architecture]:
        if item == "M":
            layers.append(nn.MaxPool2d(2))
        else:
            out = next(counts)
            layers += [nn.Conv2d(channels, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU(inplace=True)]
            channels = out
    return nn.Sequential(*layers, nn.AvgPool2d(2), nn.Flatten(), nn.Linear(channels, CLASSES))


def resnet18(counts):
    layers = [normalized(3, counts[0], 3, 1), nn.ReLU(inplace=True)]
    channels = counts[0]
    for block in range(8):
        mid, out = counts[1 + 2 * block : 3 + 2 * block]
        layers.append(Block(channels, mid, out, 2 if block in (2, 4, 6) else 1))
        channels = out
    return nn.Sequential(*layers, nn.AvgPool2d(4), nn.Flatten(), nn.Linear(channels, CLASSES))


def augmented(pixels, generator, pixels_first):
    """Whole-batch tensor operations: the cheapest way that PyTorch offers."""
    count = pixels.shape[0]
    padded = functional.pad(pixels, (4, 4, 4, 4))
    offsets = torch.randint(0, 9, (count, 2), generator=generator)
    flips = torch.randint(0, 2, (count, 1), generator=generator)
    steps = torch.arange(32)
    rows = offsets[:, :1] + steps
    columns = offsets[:, 1:] + torch.where(flips == 1, 31 - steps, steps)
    cropped = padded.permute(0, 2, 3, 1)[torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
    images = (cropped.float() / 255 - 0.5).div(0.29).permute(0, 3, 1, 2)
    return images if pixels_first else images.contiguous()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--architecture", choices=sorted([*LAYERS, "resnet18"]), default="vgg19")
    parser.add_argument("--width", type=float, default=0.25)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--warm-up", type=int, default=10)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--channels-last", action="store_true", help="keep pictures pixel by pixel in memory")
    parser.add_argument("--channels", help="channels of each layer, separated by commas; the full network's otherwise")
    plan = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    torch.manual_seed(1)
    generator = torch.Generator().manual_seed(1)
    pixels = torch.randint(0, 256, (plan.batch, 3, 32, 32), dtype=torch.uint8, generator=generator)
    labels = torch.arange(plan.batch) % CLASSES
    counts = [int(c) for c in plan.channels.split(",")] if plan.channels else full_channels(plan.architecture, plan.width)
    model = resnet18(counts) if plan.architecture == "resnet18" else vgg(plan.architecture, counts)
    decayed = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.SGD(
        [{"params": decayed, "weight_decay": 5e-4}, {"params": others}], lr=0.05, momentum=0.9, nesterov=True
    )
    model.train()
    start = 0.0
    for step in range(plan.warm_up + plan.steps):
        if step == plan.warm_up:
            start = time.perf_counter()
        images = augmented(pixels, generator, plan.channels_last)
        optimizer.zero_grad()
        outputs = model(images)
        loss = functional.cross_entropy(outputs, labels)
        loss.backward()
        optimizer.step()
        # What Stampede's progress needs, too.
        loss.item()
        (outputs.argmax(1) == labels).sum().item()
    print(f"{(time.perf_counter() - start) / plan.steps * 1000:.3f}")


if __name__ == "__main__":
    main()
