package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sgdlimits.law.Dynamics;
import org.sgdlimits.model.Continuation;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/**
 * The dynamics that a run goes through: one, or two with a level between them ({@link Continuation}). What is observed is always
 * the last one's. Mutable; one run's at a time.
 */
final class Stages<D extends Dynamics> {

    private record Stage<D>(D dynamics, TrainingRule rule) {}

    private final Stage<D> first;
    private final Stage<D> last;
    private final Optional<ThresholdWatch> level;
    private Stage<D> present;
    private Optional<ThresholdWatch> ahead;
    private OptionalDouble switchedAt = OptionalDouble.empty();

    private Stages(Stage<D> first, Stage<D> last, Optional<ThresholdWatch> level) {
        this.first = first;
        this.last = last;
        this.level = level;
        present = first;
        ahead = level;
    }

    /** A single stage. */
    static <D extends Dynamics> Stages<D> one(D dynamics, TrainingRule rule) {
        Stage<D> stage = new Stage<>(dynamics, rule);
        return new Stages<>(stage, stage, Optional.empty());
    }

    /**
     * The stages of a problem with a continuation.
     *
     * @throws IllegalArgumentException if the last dynamics has no such observable
     */
    static <D extends Dynamics> Stages<D> two(Problem<?> problem, D first, D last) {
        Continuation<?> next = problem.continuation().orElseThrow();
        Threshold threshold = next.side() == Continuation.Side.ABOVE
                ? Threshold.above(next.observable(), next.level())
                : Threshold.below(next.observable(), next.level());
        return new Stages<>(
                new Stage<>(first, problem.rule()),
                new Stage<>(last, next.rule()),
                Optional.of(new ThresholdWatch(last, threshold, "training.then.observable")));
    }

    /** Goes back to the first stage and writes the state at the start. */
    void start(double[] s) {
        present = first;
        ahead = level;
        switchedAt = OptionalDouble.empty();
        first.dynamics.start(s);
        level.ifPresent(watch -> watch.start(s));
    }

    /** The dynamics of the present stage. */
    D dynamics() {
        return present.dynamics;
    }

    /** The rule of the present stage. */
    TrainingRule rule() {
        return present.rule;
    }

    /** What observes every state. */
    D observer() {
        return last.dynamics;
    }

    /** The level ahead, if there is one. */
    Optional<ThresholdWatch> ahead() {
        return ahead;
    }

    /** Goes over into the next stage if a state lies at the level ahead or beyond. */
    boolean advance(double tau, double[] s) {
        if (ahead.isEmpty() || ahead.get().distance(tau, s) > 0) {
            return false;
        }
        advance(tau);
        return true;
    }

    /** Goes over into the next stage. */
    void advance(double tau) {
        present = last;
        ahead = Optional.empty();
        switchedAt = OptionalDouble.of(tau);
    }

    /** Whether the run switched, and after how many steps; nothing for a single stage. */
    Map<String, Long> counts(long dimension) {
        Map<String, Long> counts = new LinkedHashMap<>();
        if (level.isPresent()) {
            counts.put(Trajectory.SWITCHED, switchedAt.isPresent() ? 1L : 0L);
            counts.put(Trajectory.STEPS_BEFORE_SWITCH, Math.round(switchedAt.orElse(0) * dimension));
        }
        return counts;
    }
}
