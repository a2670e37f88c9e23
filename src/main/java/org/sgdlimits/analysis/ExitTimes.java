package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.Passages;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.model.Horizon.ClockUnit;
import org.sgdlimits.model.Model;
import org.sgdlimits.model.Problem;

/**
 * The exit times of one problem: of every method's runs, of the ODE from the typical start, and by formula.
 *
 * @param problem whose runs they are
 * @param threshold at which a run has exited
 * @param methods one entry a method, in the order asked for
 * @param typical the ODE from the {@link TypicalStart}; empty if the start is fixed or has none
 * @param formulas closed formulas where they apply, else empty
 */
public record ExitTimes(
        Problem<?> problem,
        Threshold threshold,
        List<OfMethod> methods,
        Optional<Passage> typical,
        List<EscapeFormula.Estimate> formulas) {

    /** The observable of which the formulas speak. */
    private static final String EXCESS_RISK = "excessRisk";

    public ExitTimes {
        methods = List.copyOf(methods);
        formulas = List.copyOf(formulas);
    }

    /**
     * One method's exits.
     *
     * @param passages one entry a run
     * @param steps their statistics in SGD steps
     * @param tau in τ = steps/d
     * @param flowTime in flow time (1/p)∫γ dτ
     * @param seconds of wall-clock time
     */
    public record OfMethod(
            Passages passages, ExitStatistics steps, ExitStatistics tau, ExitStatistics flowTime, double seconds) {

        /** The method's name. */
        public String name() {
            return passages.method();
        }

        /** The statistics in a clock. */
        public ExitStatistics in(ClockUnit clock) {
            return switch (clock) {
                case STEPS -> steps;
                case TAU -> tau;
                case FLOW_TIME -> flowTime;
            };
        }

        /** Each run's time in a clock, of exit or of censoring. */
        public double[] times(ClockUnit clock) {
            return passages.times(clock);
        }

        /** Whether the method is deterministic from a fixed start, or has been run once. */
        public boolean isSingle() {
            return passages.runs().size() == 1;
        }
    }

    /**
     * Measures them.
     *
     * @throws IllegalArgumentException if a method needs more than the model gives, or there is no such observable
     */
    public static ExitTimes of(
            Problem<?> problem, RunSettings settings, Threshold threshold, List<? extends Method<?>> methods) {
        methods.forEach(method -> Comparison.requireApplicable(problem, method));
        if (problem.rule().adaptive().isPresent()) {
            throw new IllegalArgumentException(
                    "training.learningRate: expected a schedule, as exit times are compared in flow"
                            + " time, which an adaptive rate has none of, got "
                            + problem.rule().describeRate() + "; give a number, or use the command compare");
        }
        List<OfMethod> measured = new ArrayList<>();
        for (Method<?> method : methods) {
            long start = System.nanoTime();
            Passages passages = passages(method, problem, settings, threshold);
            measured.add(ofMethod(passages, settings.seed(), (System.nanoTime() - start) * 1e-9));
        }
        Optional<Passage> typical = methods.stream().anyMatch(Ode.class::isInstance)
                ? TypicalStart.of(problem).map(from -> new Ode()
                        .passages(from, settings, threshold)
                        .runs()
                        .get(0))
                : Optional.empty();
        List<EscapeFormula.Estimate> formulas = formula(problem, threshold)
                .map(formula -> formula.estimates(settings.seed()))
                .orElse(List.of());
        return new ExitTimes(problem, threshold, measured, typical, formulas);
    }

    @SuppressWarnings("unchecked")
    private static <M extends Model> Passages passages(
            Method<M> method, Problem<?> problem, RunSettings settings, Threshold threshold) {
        return method.passages((Problem<? extends M>) problem, settings, threshold);
    }

    /**
     * The statistics of a method's passages.
     *
     * @param seed of the bootstrap
     */
    public static OfMethod ofMethod(Passages passages, long seed, double seconds) {
        return new OfMethod(
                passages,
                statistics(passages, ClockUnit.STEPS, seed),
                statistics(passages, ClockUnit.TAU, seed),
                statistics(passages, ClockUnit.FLOW_TIME, seed),
                seconds);
    }

    private static ExitStatistics statistics(Passages passages, ClockUnit clock, long seed) {
        return ExitStatistics.of(passages.times(clock), passages.exits(), seed);
    }

    /** The closed formulas, where they speak of this problem and threshold. */
    public static Optional<EscapeFormula> formula(Problem<?> problem, Threshold threshold) {
        return threshold.kind() == Threshold.Kind.FALL && threshold.observable().equals(EXCESS_RISK)
                ? EscapeFormula.of(problem, threshold.value())
                : Optional.empty();
    }

    /** The closed formulas of this problem, if any. */
    public Optional<EscapeFormula> formula() {
        return formula(problem, threshold);
    }

    /** Whether every run ended in an exit or at the horizon. */
    public boolean isSound() {
        return methods.stream().allMatch(method -> method.passages().failures().isEmpty());
    }

    /** A method's exits by its name. */
    public Optional<OfMethod> method(String name) {
        return methods.stream().filter(method -> method.name().equals(name)).findFirst();
    }

    /** Runs of raw SGD, else of reduced SGD: what the others are held against. */
    public Optional<OfMethod> reference() {
        return method("sgd").or(() -> method("reduced"));
    }
}
