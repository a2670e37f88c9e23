package org.sgdlimits.analysis;

import java.util.List;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Horizon.ClockUnit;

/**
 * A problem and the methods that are to solve it, of either kind: models with a law of one step, and least squares on a data matrix.
 * What is done with trajectories (comparison, run folder, report) is done once, for both.
 */
public sealed interface Task permits ModelTask, DataTask {

    /** The methods' names, in the order asked for. */
    List<String> methods();

    /** Whether the method at a place saves at any time asked for, rather than after whole steps. */
    boolean isContinuous(int method);

    /** The times asked for, in τ; of a data problem in epochs. */
    double[] grid(RunSettings settings);

    /** The times of the whole steps nearest to them. */
    double[] stepTimes(RunSettings settings);

    /** Solves the problem by the method at a place. */
    Trajectory solve(int method, RunSettings settings, PathListener listener);

    /** The clock in which the horizon was given. */
    ClockUnit clock();

    /** What τ is called in a sentence. */
    String tauName();

    /** What an axis of τ is called. */
    String tauLabel();
}
