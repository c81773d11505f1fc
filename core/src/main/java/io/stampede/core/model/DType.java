package io.stampede.core.model;

/** The number formats that model files may use; others are refused. */
public enum DType {
    /** IEEE 754 binary32. */
    F32(4, Float.MAX_VALUE),
    /** IEEE 754 binary16. */
    F16(2, 65504);

    private final int bytes;
    private final float largest;

    DType(int bytes, float largest) {
        this.bytes = bytes;
        this.largest = largest;
    }

    /** Bytes per value. */
    public int bytes() {
        return bytes;
    }

    /** The largest finite value. */
    public float largest() {
        return largest;
    }
}
