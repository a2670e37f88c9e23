package org.sgdlimits.method;

import org.sgdlimits.law.Dynamics;

/** How far a run is from a {@link Threshold} whose level may depend on the run's start. Scratch of one run. */
final class ThresholdWatch {

    private final Dynamics dynamics;
    private final Threshold threshold;
    private final int observable;
    private double level;

    /** @throws IllegalArgumentException if there is no such observable */
    ThresholdWatch(Dynamics dynamics, Threshold threshold) {
        this(dynamics, threshold, "exit.observable");
    }

    /** @param key of the model file that names the observable */
    ThresholdWatch(Dynamics dynamics, Threshold threshold, String key) {
        this.dynamics = dynamics;
        this.threshold = threshold;
        observable = dynamics.observables().indexOf(threshold.observable());
        if (observable < 0) {
            throw new IllegalArgumentException(key + ": expected one of " + String.join(", ", dynamics.observables())
                    + ", got \"" + threshold.observable() + "\"");
        }
    }

    /** Sets the level by the state at the start and returns the distance to it; not positive if it is met already. */
    double start(double[] s) {
        double value = dynamics.observe(0, s, observable);
        level = threshold.level(value);
        return threshold.distance(value, level);
    }

    /** The distance to the level, not positive where it is met; {@link #start} comes first. */
    double distance(double tau, double[] s) {
        return threshold.distance(dynamics.observe(tau, s, observable), level);
    }
}
