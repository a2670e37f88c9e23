package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.sgdlimits.law.Dynamics;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.LimitDynamics;
import org.sgdlimits.law.NoisyDynamics;
import org.sgdlimits.law.NoisyLimitDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Starts;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.CommitteeTarget;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.SampledModel;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;

/**
 * What was derived from a problem, for people to look at: statistics, expectations and their errors, drift and noise at the
 * start, fixed points, information exponent, critical learning rate, and one step against sampled SGD. Beyond 500 statistics
 * noise, fixed points and the step are left out.
 *
 * @param components the statistics at the start of the first replica; where there are several spectral blocks, their sums first
 * @param derivation how the expectations are computed; empty for statistics of one's own
 * @param fixedPoints by where the search began
 * @param informationExponents of the activations of the student and of a teacher of units, by name; empty for other models
 * @param leap terms, information exponent and coordinate leap of a network's target; empty where they are not known
 * @param criticalRate the learning rate above which ‖u − u*‖² grows at the start, plain rule, where p = k
 * @param stepOrders which terms of one step are on, from δ and μ; empty where {@link StepOrders#of} is
 * @param oneStep one step against sampled raw steps; empty where it cannot be sampled
 */
public record Inspection(
        List<Component> components,
        Optional<Derivation> derivation,
        Map<String, FixedPoint> fixedPoints,
        Map<String, InformationExponent> informationExponents,
        Optional<LeapExponent> leap,
        OptionalDouble criticalRate,
        Optional<StepOrders> stepOrders,
        Optional<OneStep> oneStep) {

    private static final Pattern OVERLAP = Pattern.compile("M(\\{\\d+})?\\[\\d+,\\d+]");
    private static final Pattern SQUARED_NORM = Pattern.compile("Q\\[(\\d+),\\1]");

    /**
     * One statistic at the start.
     *
     * @param name of it
     * @param value at the start
     * @param drift per unit of τ
     * @param noise standard deviation gathered in one unit of τ at this dimension; NaN without a noise
     */
    public record Component(String name, double value, double drift, double noise) {}

    /**
     * Inspects.
     *
     * @param stated of any model with a law of one step, a {@link FieldModel} or a {@link Limit}; of one with a continuation, the
     *     first stage
     * @param settings seed, threads, and the ODE's tolerance
     * @param samples raw steps to hold the law against; 0 for none
     */
    public static Inspection of(Problem<?> stated, RunSettings settings, int samples) {
        Problem<?> problem = stated.firstStage();
        Dynamics dynamics = dynamics(problem, settings.seed());
        double[] s = new double[dynamics.components().size()];
        dynamics.start(s);
        boolean field = problem.model() instanceof FieldModel;
        return new Inspection(
                components(dynamics, problem, s),
                field ? Optional.of(Derivation.of(fieldProblem(problem), settings.seed(), 0)) : Optional.empty(),
                fixedPoints(dynamics, problem, settings, s),
                informationExponents(problem),
                problem.model() instanceof Network network ? LeapExponent.of(network.target()) : Optional.empty(),
                field ? criticalRate(fieldProblem(problem), (FieldDynamics) dynamics, s) : OptionalDouble.empty(),
                StepOrders.of(problem, settings.seed()),
                samples > 0 && s.length <= Derivation.MOST_STATISTICS && OneStep.applies(problem)
                        ? Optional.of(
                                OneStep.sample(sampledProblem(problem), samples, settings.seed(), settings.threads()))
                        : Optional.empty());
    }

    @SuppressWarnings("unchecked")
    private static Problem<? extends FieldModel> fieldProblem(Problem<?> problem) {
        return (Problem<? extends FieldModel>) problem;
    }

    @SuppressWarnings("unchecked")
    private static Problem<? extends SampledModel> sampledProblem(Problem<?> problem) {
        return (Problem<? extends SampledModel>) problem;
    }

    private static Dynamics dynamics(Problem<?> problem, long seed) {
        if (problem.model() instanceof FieldModel) {
            Problem<? extends FieldModel> fieldProblem = fieldProblem(problem);
            return StepLaw.of(fieldProblem).withCovarianceToShow().dynamics(Starts.gram(fieldProblem, seed, 0));
        }
        double[] start = ((Start.State) problem.start()).values();
        return problem.model() instanceof NoisyLimit noisy
                ? new NoisyLimitDynamics(noisy, start)
                : new LimitDynamics((Limit) problem.model(), start);
    }

    private static List<Component> components(Dynamics dynamics, Problem<?> problem, double[] s) {
        int size = s.length;
        double[] drift = new double[size];
        dynamics.drift(0, s, drift);
        boolean noisy = dynamics instanceof NoisyDynamics && size <= Derivation.MOST_STATISTICS;
        double[][] covariance = noisy ? new double[size][size] : new double[0][0];
        if (noisy) {
            ((NoisyDynamics) dynamics).covariance(0, s, covariance);
        }
        List<String> names = dynamics.components();
        List<Component> components = new ArrayList<>();
        if (dynamics instanceof FieldDynamics field) {
            components.addAll(totals(field, problem, s, drift, covariance));
        }
        for (int i = 0; i < size; i++) {
            double noise = noisy ? Math.sqrt(Math.max(covariance[i][i], 0) / problem.dimension()) : Double.NaN;
            components.add(new Component(names.get(i), s[i], drift[i], noise));
        }
        return List.copyOf(components);
    }

    /** M and Q in the metric of the covariance, sums over the blocks; none where there is one block. */
    private static List<Component> totals(
            FieldDynamics dynamics, Problem<?> problem, double[] s, double[] drift, double[][] covariance) {
        Spectrum spectrum = fieldProblem(problem).model().covariance().spectrum(problem.dimension());
        if (spectrum.blocks() == 1) {
            return List.of();
        }
        List<Component> totals = new ArrayList<>();
        dynamics.layout().totals(spectrum).forEach((name, weights) -> {
            double variance = covariance.length == 0 ? Double.NaN : 0;
            double value = 0;
            double change = 0;
            for (int i = 0; i < s.length; i++) {
                value += weights[i] * s[i];
                change += weights[i] * drift[i];
                for (int j = 0; j < covariance.length; j++) {
                    variance += weights[i] * weights[j] * covariance[i][j];
                }
            }
            totals.add(new Component(name, value, change, Math.sqrt(Math.max(variance, 0) / problem.dimension())));
        });
        return totals;
    }

    private static Map<String, FixedPoint> fixedPoints(
            Dynamics dynamics, Problem<?> problem, RunSettings settings, double[] s) {
        Map<String, FixedPoint> points = new LinkedHashMap<>();
        if (s.length > Derivation.MOST_STATISTICS) {
            return points;
        }
        List<String> names = dynamics.components();
        double[] ignorant = s.clone();
        boolean[] frozen = new boolean[s.length];
        boolean overlaps = false;
        for (int i = 0; i < s.length; i++) {
            String name = names.get(i);
            frozen[i] = problem.rule().kind().keepsUnitNorm()
                    && SQUARED_NORM.matcher(name).matches();
            if (OVERLAP.matcher(name).matches()) {
                ignorant[i] = 0;
                overlaps = true;
            }
        }
        if (overlaps) {
            FixedPoint.near(dynamics, ignorant, frozen)
                    .ifPresent(point -> points.put("no overlap with the teacher", point));
        }
        double[] end = end(dynamics, problem, settings, s);
        if (end.length > 0) {
            FixedPoint.near(dynamics, end, frozen)
                    .ifPresent(point -> points.put("end of the ODE at the horizon", point));
        }
        return points;
    }

    /** The ODE's state at the horizon, read off the observables that bear the components' names; empty if it blew up. */
    private static double[] end(Dynamics dynamics, Problem<?> problem, RunSettings settings, double[] s) {
        double[] end = new double[s.length];
        for (int i = 0; i < end.length; i++) {
            if (!dynamics.observables().contains(dynamics.components().get(i))) {
                return new double[0];
            }
        }
        PathListener first = (replica, path) -> {
            if (replica == 0) {
                for (int i = 0; i < end.length; i++) {
                    end[i] = path.last()[
                            dynamics.observables().indexOf(dynamics.components().get(i))];
                }
            }
        };
        Trajectory trajectory = new Ode().solve(problem, settings.withPoints(1).withReplicas(1), first);
        return trajectory.outcome().isCompleted() ? end : new double[0];
    }

    private static Map<String, InformationExponent> informationExponents(Problem<?> problem) {
        Map<String, InformationExponent> exponents = new LinkedHashMap<>();
        if (problem.model() instanceof Network network) {
            exponents.put(
                    "student " + network.studentActivation().name(),
                    InformationExponent.of(network.studentActivation()));
            network.committee()
                    .map(CommitteeTarget::activation)
                    .ifPresent(teacher -> exponents.put("teacher " + teacher.name(), InformationExponent.of(teacher)));
        }
        return exponents;
    }

    /** γ_crit = 2 A₀ / ((tr K/d) I₀) with d𝒟²/dτ = −2γ A₀ + γ² (tr K/d) I₀ (THEORY §2), at batch n_b. */
    private static OptionalDouble criticalRate(
            Problem<? extends FieldModel> problem, FieldDynamics dynamics, double[] s) {
        if (problem.model().students() != problem.model().teachers()) {
            return OptionalDouble.empty();
        }
        double rate = dynamics.criticalLearningRate(s);
        return rate > 0 && Double.isFinite(rate) ? OptionalDouble.of(rate) : OptionalDouble.empty();
    }
}
