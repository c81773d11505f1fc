package io.stampede.agent.serve;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.tflite.engine.TfLiteNDManager;
import ai.djl.tflite.engine.TfLiteSymbolBlock;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.lite.Interpreter;

/**
 * Loads a file with XNNPACK on one thread, which DJL offers no option for.
 *
 * <p>Measured: half of PyTorch's time for one picture, where the runtime's own kernels take twice
 * as long; a second thread gains little and spins when other programs want its core.
 */
final class FastKernels {
    private static final Logger LOG = LoggerFactory.getLogger(FastKernels.class);

    private FastKernels() {}

    /**
     * Gives a model its block.
     *
     * @return false where this version of DJL has other insides; the model is then unchanged
     * @throws IllegalArgumentException where the runtime refuses the file
     */
    static boolean load(Model model, Path file) {
        try {
            Constructor<TfLiteSymbolBlock> constructor =
                    TfLiteSymbolBlock.class.getDeclaredConstructor(
                            Interpreter.class, TfLiteNDManager.class);
            constructor.setAccessible(true);
            NDManager manager = model.getNDManager();
            Block block = constructor.newInstance(interpreter(file), manager);
            model.setBlock(block);
            return true;
        } catch (ReflectiveOperationException | SecurityException e) {
            LOG.atWarn().setCause(e).log("TensorFlow Lite runs without its fast kernels");
            return false;
        }
    }

    private static Interpreter interpreter(Path file) {
        Interpreter.Options options = new Interpreter.Options();
        options.setUseXNNPACK(true);
        options.setNumThreads(1);
        return new Interpreter(file.toFile(), options);
    }
}
