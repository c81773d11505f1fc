package io.stampede.core.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * Opens the tensor engine: the one place that names it.
 *
 * <p>Natives come from the class path; nothing is downloaded and no usage is tracked.
 */
public final class TensorEngine {
    private static final String NAME = "PyTorch";

    private static boolean checked;

    static {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private TensorEngine() {}

    /**
     * A new root manager on the first GPU, or on the CPU where there is none; the caller closes it.
     *
     * @throws StampedeException with {@link ErrorCode#ENGINE_FAILED} if the natives do not load, or
     *     compute wrong numbers on this processor
     */
    public static NDManager newManager() {
        try {
            Engine engine = Engine.getEngine(NAME);
            Device device = engine.getGpuCount() > 0 ? Device.gpu() : Device.cpu();
            checkOnce(device);
            return engine.newBaseManager(device);
        } catch (StampedeException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new StampedeException(
                    ErrorCode.ENGINE_FAILED,
                    "expected the PyTorch engine and its natives on the class path, found: "
                            + e.getMessage(),
                    e);
        }
    }

    private static synchronized void checkOnce(Device device) {
        if (!checked && !device.isGpu()) {
            KernelCheck.require(KernelCheck::convolve);
            checked = true;
        }
    }

    /**
     * Loads the natives, makes one manager, and says what was loaded; errors as {@link
     * #newManager()}.
     */
    public static String load() {
        newManager().close();
        return description();
    }

    /** Name and version, for provenance. */
    public static String description() {
        return NAME + " " + Engine.getEngine(NAME).getVersion();
    }

    static Engine engine() {
        return Engine.getEngine(NAME);
    }
}
