package org.sgdlimits.analysis;

import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.model.Problem;

/** What an exit costs. */
public enum Effort {
    /** SGD steps. */
    STEPS("steps"),
    /** Samples: steps times n_b. */
    SAMPLES("samples"),
    /** τ = steps/d. */
    TAU("τ"),
    /** Flow time (1/p)∫γ dτ. */
    FLOW_TIME("flow time");

    private final String words;

    Effort(String words) {
        this.words = words;
    }

    /** In words. */
    public String words() {
        return words;
    }

    /** The statistics in whose unit it is counted. */
    ExitStatistics statistics(OfMethod method) {
        return switch (this) {
            case STEPS, SAMPLES -> method.steps();
            case TAU -> method.tau();
            case FLOW_TIME -> method.flowTime();
        };
    }

    /** What one of that unit costs. */
    double unit(Problem<?> problem) {
        return this == SAMPLES ? problem.rule().batch() : 1;
    }

    /** The exponent of this effort where the steps go like d^θ. */
    double exponent(double steps, double mu, double delta) {
        return switch (this) {
            case STEPS -> steps;
            case SAMPLES -> steps + mu;
            case TAU -> steps - 1;
            case FLOW_TIME -> steps - delta;
        };
    }
}
