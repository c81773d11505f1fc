package io.stampede.proto;

/** The CloudEvents {@code type} of each message, which also says its schema's version. */
public enum EventType {
    /** A {@code ModelManifest}. */
    MODEL_MANIFEST("io.stampede.model.manifest.v1"),
    /** A {@code ModelChunk}. */
    MODEL_CHUNK("io.stampede.model.chunk.v1"),
    /** An {@code AdaptationReport}. */
    DEVICE_REPORT("io.stampede.device.report.v1"),
    /** A {@code DeviceStatus}. */
    DEVICE_STATUS("io.stampede.device.status.v1");

    private final String id;

    EventType(String id) {
        this.id = id;
    }

    /** The value of the {@code ce_type} header. */
    public String id() {
        return id;
    }
}
