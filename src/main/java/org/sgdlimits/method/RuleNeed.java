package org.sgdlimits.method;

import java.util.Locale;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule.Kind;

/** What a method needs of the training rule. */
public enum RuleNeed {
    /** Nothing: the mean of a step will do. */
    NOTHING,
    /** Steps, which a gradient flow has none of. */
    STEPS,
    /** Samples to draw, which rules on the population risk have none of. */
    SAMPLES;

    /** Whether a kind of rule has it. */
    public boolean isMetBy(Kind kind) {
        return switch (this) {
            case NOTHING -> true;
            case STEPS -> kind != Kind.GRADIENT_FLOW;
            case SAMPLES -> kind.drawsSamples();
        };
    }

    /** Whether the rules of all of a problem's stages have it. */
    public boolean isMetBy(Problem<?> problem) {
        return isMetBy(problem.rule().kind())
                && isMetBy(problem.lastStage().rule().kind());
    }

    /**
     * Refuses a problem whose rule has it not, or that of its continuation.
     *
     * @throws IllegalArgumentException that says which methods and rules go together
     */
    public void require(String method, Problem<?> problem) {
        require(method, problem.rule().kind());
        require(method, problem.lastStage().rule().kind());
    }

    private void require(String method, Kind kind) {
        if (!isMetBy(kind)) {
            String rule = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            throw new IllegalArgumentException("run.methods: the method \"" + method + "\" "
                    + (this == STEPS ? "makes steps" : "draws samples") + ", and the rule " + rule + " has none. Use "
                    + (kind == Kind.POPULATION ? "the methods map and ode" : "the method ode") + ", or the rule "
                    + (this == STEPS ? "population" : "plain"));
        }
    }
}
