package org.sgdlimits.model;

import java.util.Objects;

/**
 * What is to be solved: a model, how it is trained, in which dimension, from where, and how long. Immutable.
 *
 * @param model what is trained
 * @param rule how; rates and batch that follow the dimension are those of this one
 * @param dimension d
 * @param start where a run starts
 * @param horizon how long
 */
public record Problem<M extends Model>(M model, TrainingRule rule, long dimension, Start start, Horizon horizon) {

    /**
     * @throws IllegalArgumentException if the parts do not fit together: a start of another shape or of more
     *     directions than d, unit norms asked for and not given
     */
    public Problem {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(rule, "training");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(horizon, "run.horizon");
        if (dimension < 1) {
            throw new IllegalArgumentException("run.dimension: expected a whole number >= 1, got " + dimension);
        }
        rule = rule.at(dimension);
        if (model instanceof FieldModel fieldModel) {
            ProblemChecks.check(fieldModel, rule, dimension, start);
        } else if (model instanceof Limit limit) {
            ProblemChecks.check(limit, start);
        }
    }

    /**
     * Begins with the model and sensible defaults: plain SGD at rate 1 (so that flow time is τ/p), d = 1000, a random start of
     * norm 1 (zeros for a {@link Limit}), until τ = 1.
     */
    public static <M extends Model> Problem<M> of(M model) {
        Start start = model instanceof Limit limit
                ? Start.state(new double[limit.statistics().size()])
                : Start.random(1);
        return new Problem<>(model, TrainingRule.plain(1), 1000, start, Horizon.tau(1));
    }

    /** The same problem with another rule. */
    public Problem<M> rule(TrainingRule other) {
        return new Problem<>(model, other, dimension, start, horizon);
    }

    /** The same problem in another dimension. */
    public Problem<M> dimension(long other) {
        return new Problem<>(model, rule, other, start, horizon);
    }

    /** The same problem from another start. */
    public Problem<M> start(Start other) {
        return new Problem<>(model, rule, dimension, other, horizon);
    }

    /** The same problem over another horizon. */
    public Problem<M> until(Horizon other) {
        return new Problem<>(model, rule, dimension, start, other);
    }

    /** The student width p, the divisor of the flow time; 1 for a {@link Limit}. */
    public int width() {
        return model instanceof FieldModel fieldModel ? fieldModel.students() : 1;
    }
}
