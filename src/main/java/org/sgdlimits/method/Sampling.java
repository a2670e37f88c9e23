package org.sgdlimits.method;

import org.sgdlimits.model.Problem;

/** Whether a rule draws samples at all. */
final class Sampling {

    private Sampling() {}

    /** @throws IllegalArgumentException if the rule is the gradient flow, which has no samples */
    static void requireSamples(String method, Problem<?> problem) {
        if (!problem.rule().kind().drawsSamples()) {
            throw new IllegalArgumentException("run.methods: the method \"" + method + "\" draws samples, and the rule"
                    + " gradient-flow has none; use the methods ode and map, or the rule plain");
        }
    }
}
