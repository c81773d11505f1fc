package io.stampede.bench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.data.SourceSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetNameTest {
    @ParameterizedTest
    @CsvSource({
        "cifar10:/data/cifar10, CIFAR-10, false",
        "cifar10:/data/cifar10/train-5k.bin, CIFAR-10, false",
        "cifar10:/data/gtsrb10, GTSRB, true",
        "cifar10:/data/gtsrb10/train-5k.bin, GTSRB, true",
        "cifar10:/data/small/signdigits32, sign digits, true",
        "cifar10:/data/small/chars74kdigits32, Chars74K digits, true",
        "cifar10:/data/flowers, flowers (cifar10), false",
        "cifar10:/cifar10/of/mine/flowers, flowers (cifar10), false",
        "svhn:/data/anything, SVHN, true",
        "idx:/data/mnist, MNIST, true",
        "idx:/data/fashion-mnist, Fashion-MNIST, false",
        "idx:/data/letters, letters (idx), true",
        "folder:/data/cifar10/cats, cats (folder), false",
        "procedural:target, drawn pictures, false"
    })
    void no_dataset_goes_by_the_name_of_another(String source, String name, boolean upright) {
        assertEquals(new TargetName(name, upright), TargetName.of(SourceSpec.parse(source)));
    }
}
