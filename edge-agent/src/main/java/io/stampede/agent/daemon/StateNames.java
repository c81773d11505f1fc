package io.stampede.agent.daemon;

import io.stampede.proto.v1.DeviceState;
import java.util.Locale;

/** The names of states for people and scripts: {@code idle}, {@code receiving}, and so on. */
final class StateNames {
    private static final String PREFIX = "DEVICE_STATE_";

    private StateNames() {}

    static String of(DeviceState state) {
        return state.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }
}
