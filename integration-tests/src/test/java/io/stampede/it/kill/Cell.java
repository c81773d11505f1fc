package io.stampede.it.kill;

import io.stampede.agent.hold.Moment;
import io.stampede.agent.hold.Moment.Point;
import io.stampede.agent.hold.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * One field of the matrix.
 *
 * @param moment at which the kill comes
 * @param victim who is killed
 */
record Cell(Moment moment, Victim victim) {
    /** Who is killed. */
    enum Victim {
        /** The daemon, and with it what it has started: as when power is lost. */
        AGENT,
        /** The child process that adapts, alone: as when memory runs out. */
        CHILD
    }

    /** The whole matrix. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            for (Point point : Point.values()) {
                cells.add(new Cell(new Moment(stage, point), Victim.AGENT));
                if (stage.isInChild()) {
                    cells.add(new Cell(new Moment(stage, point), Victim.CHILD));
                }
            }
        }
        return cells;
    }

    /** One cell for each way of going on: half a file, half an adaptation, half a switch, twice. */
    static List<Cell> few() {
        return List.of(
                new Cell(new Moment(Stage.RECEIVE, Point.MIDDLE), Victim.AGENT),
                new Cell(new Moment(Stage.FINE_TUNE, Point.MIDDLE), Victim.CHILD),
                new Cell(new Moment(Stage.SWITCH, Point.MIDDLE), Victim.AGENT),
                new Cell(new Moment(Stage.REPORT, Point.MIDDLE), Victim.AGENT));
    }

    /** Fit for a device id and a folder. */
    String name() {
        return "kill-" + moment.toString().replace(':', '-').replace('_', '-') + "-" + victim;
    }

    @Override
    public String toString() {
        return moment + " " + victim;
    }
}
