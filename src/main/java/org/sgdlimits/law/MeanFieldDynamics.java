package org.sgdlimits.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sgdlimits.gaussian.PseudoInverse;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Normalization;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/**
 * The limit of wide networks, p → ∞: p particles (a_j, m_j ∈ R^k, q⊥_j ≥ 0), whose parts outside the teachers' span point in
 * independent uniform directions of R^{d − rank P} (THEORY §7). With 𝓔 = y − (1/p) Σ_i a_i σ(λ_i), or y under the correlation loss,
 *
 * <pre>
 *   dm_j/dτ  = γ (a_j/p) E[σ'(λ_j) 𝓔 λ*],   dq⊥_j/dτ = 2γ (a_j/p) E[σ'(λ_j) 𝓔 λ⊥_j],   da_j/dτ = γ_a (1/p) E[σ(λ_j) 𝓔],
 * </pre>
 *
 * τ = steps/d, the means over inputs and directions: {@link MeanFieldSums}. The γ² term of SGD is of order 1/p beside these and left
 * out. As d → ∞ the directions are orthogonal. On the sphere, with Φ_j the plain drift of m_jᵀP⁺m_j + q⊥_j, dm_j loses ½ m_j Φ_j
 * and dq⊥_j loses q⊥_j Φ_j. Holds scratch: one instance a thread.
 */
public final class MeanFieldDynamics implements Dynamics {

    private final TrainingRule rule;
    private final int p;
    private final int k;
    private final int layerSize;
    private final double floor;
    private final boolean hasFloor;
    private final double[][] teacherInverse;
    private final MeanFieldSums sums;
    private final double[] startState;
    private final double[] layer;
    private final double[] coordinates;
    private final double[] roots;
    private final List<String> components;
    private final List<String> observables;

    /**
     * One thread's evaluator.
     *
     * @param highDimensional whether d → ∞ besides, which leaves the start that of the problem's d
     * @throws IllegalArgumentException if the limit does not cover the problem: see {@link #requireCovered}; or the teachers
     *     span all of R^d
     */
    public static MeanFieldDynamics of(
            Problem<? extends Network> problem, boolean highDimensional, ParticleStart start) {
        requireCovered(problem);
        PseudoInverse inverse = new PseudoInverse(problem.model().teachers());
        inverse.of(start.teacherGram());
        long directions = problem.dimension() - inverse.rank();
        if (directions < 1) {
            throw tooFewDimensions(problem, inverse.rank());
        }
        return new MeanFieldDynamics(
                problem, MeanFieldRules.of(problem.model(), highDimensional ? 0 : directions), start);
    }

    MeanFieldDynamics(Problem<? extends Network> problem, MeanFieldRules rules, ParticleStart start) {
        Network network = problem.model();
        rule = problem.rule();
        p = network.students();
        k = network.teachers();
        layerSize = network.parameters().length;
        hasFloor = network.riskFloor().isPresent();
        floor = network.riskFloor().orElse(0);
        teacherInverse = new PseudoInverse(k).of(start.teacherGram());
        sums = new MeanFieldSums(network, rules, start.teacherGram());
        layer = network.secondLayer();
        coordinates = new double[p * k];
        roots = new double[p];
        startState = new double[layerSize + p * k + p];
        load(startState, start);
        components = components(network);
        observables = observables(network);
    }

    /**
     * Checks what is known before a start is drawn.
     *
     * @throws IllegalArgumentException if the network's sums are not means, or the covariance is not the identity, or
     *     corrections are asked for
     */
    public static void requireCovered(Problem<? extends Network> problem) {
        Network network = problem.model();
        if (network.normalization() != Normalization.MEAN) {
            throw new IllegalArgumentException(
                    "model.normalization: the mean-field limit is that of means over the width,"
                            + " expected mean, got "
                            + network.normalization().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (problem.rule().adaptive().isPresent() || problem.rule().clip().isPresent()) {
            throw new IllegalArgumentException(
                    "training.learningRate: the mean-field limit knows schedules and unclipped"
                            + " gradients only, expected those, got "
                            + problem.rule().describeRate()
                            + "; leave the method meanfield out");
        }
        if (problem.rule().corrections() != TrainingRule.Corrections.LEADING) {
            throw new IllegalArgumentException(
                    "training.corrections: the mean-field limit has no terms of finite batch and"
                            + " dimension to keep, expected none; leave the key or the method out");
        }
        if (!(network.covariance() instanceof Covariance.Identity)) {
            throw new IllegalArgumentException("model.covariance: the mean-field limit is that of isotropic inputs,"
                    + " expected the identity; use the methods ode and sgd");
        }
    }

    /** How the expectations are computed, for teachers in general position. */
    public static String describeRules(Problem<? extends Network> problem, boolean highDimensional) {
        long directions = Math.max(1, problem.dimension() - problem.model().teachers());
        return MeanFieldRules.of(problem.model(), highDimensional ? 0 : directions)
                .describe();
    }

    private static IllegalArgumentException tooFewDimensions(Problem<?> problem, int rank) {
        return new IllegalArgumentException("run.dimension: the mean-field limit needs a direction outside the " + rank
                + " that the teachers span, expected at least " + (rank + 1) + ", got " + problem.dimension()
                + "; use the methods ode and sgd");
    }

    private void load(double[] state, ParticleStart start) {
        System.arraycopy(layer, 0, state, 0, layerSize);
        for (int j = 0; j < p; j++) {
            System.arraycopy(start.overlaps()[j], 0, state, layerSize + j * k, k);
        }
        unpack(state);
        for (int j = 0; j < p; j++) {
            state[layerSize + p * k + j] = Math.max(0, start.squaredNorms()[j] - parallel(state, j));
        }
    }

    private static List<String> components(Network network) {
        List<String> names = new ArrayList<>(network.parameterNames());
        for (int j = 0; j < network.students(); j++) {
            for (int r = 0; r < network.teachers(); r++) {
                names.add("M" + OrderParameters.index(j, r));
            }
        }
        for (int j = 0; j < network.students(); j++) {
            names.add("Qperp[" + (j + 1) + "]");
        }
        return List.copyOf(names);
    }

    private List<String> observables(Network network) {
        List<String> names = new ArrayList<>();
        names.add("risk");
        if (hasFloor) {
            names.add("excessRisk");
        }
        names.add("|M|");
        if (p <= FieldObservables.MOST_STUDENTS) {
            names.addAll(components.subList(layerSize, layerSize + p * k));
            for (int j = 0; j < p; j++) {
                names.add("Q" + OrderParameters.index(j, j));
            }
            names.addAll(network.parameterNames());
        }
        return List.copyOf(names);
    }

    @Override
    public List<String> components() {
        return components;
    }

    @Override
    public List<String> observables() {
        return observables;
    }

    @Override
    public void start(double[] s) {
        System.arraycopy(startState, 0, s, 0, s.length);
    }

    /** Reads a state into a, c = P⁺m and √q⊥. */
    private void unpack(double[] s) {
        System.arraycopy(s, 0, layer, 0, layerSize);
        for (int j = 0; j < p; j++) {
            for (int r = 0; r < k; r++) {
                double sum = 0;
                for (int t = 0; t < k; t++) {
                    sum += teacherInverse[r][t] * s[layerSize + j * k + t];
                }
                coordinates[j * k + r] = sum;
            }
            roots[j] = Math.sqrt(Math.max(0, s[layerSize + p * k + j]));
        }
    }

    /** m_jᵀP⁺v for the k entries v that begin at m_j's place in a vector like the state. */
    private double parallel(double[] vector, int j) {
        double sum = 0;
        for (int r = 0; r < k; r++) {
            sum += coordinates[j * k + r] * vector[layerSize + j * k + r];
        }
        return sum;
    }

    @Override
    public void drift(double tau, double[] s, double[] out) {
        unpack(s);
        sums.signals(layer, coordinates, roots);
        double rate = rule.learningRate().rate(tau) / p;
        double layerRate = rule.parameterRate().rate(tau) / p;
        for (int j = 0; j < layerSize; j++) {
            out[j] = layerRate * sums.layerSignal[j];
        }
        for (int i = 0; i < p * k; i++) {
            out[layerSize + i] = rate * sums.teacherSignal[i];
        }
        for (int j = 0; j < p; j++) {
            out[layerSize + p * k + j] = 2 * rate * sums.orthogonalSignal[j];
        }
        if (rule.kind().keepsUnitNorm()) {
            keepNorms(s, out);
        }
    }

    private void keepNorms(double[] s, double[] out) {
        for (int j = 0; j < p; j++) {
            int perpendicular = layerSize + p * k + j;
            double growth = 2 * parallel(out, j) + out[perpendicular];
            for (int i = layerSize + j * k; i < layerSize + (j + 1) * k; i++) {
                out[i] -= 0.5 * s[i] * growth;
            }
            out[perpendicular] -= s[perpendicular] * growth;
        }
    }

    /** The risk E[ℓ] of a state, noise floor included. */
    public double risk(double[] s) {
        unpack(s);
        return sums.risk(layer, coordinates, roots);
    }

    @Override
    public void observe(double tau, double[] s, double[] out) {
        unpack(s);
        double risk = sums.risk(layer, coordinates, roots);
        for (int i = 0; i < out.length; i++) {
            out[i] = i < norm() ? ofRisk(i, risk) : at(i, s);
        }
    }

    @Override
    public double observe(double tau, double[] s, int observable) {
        unpack(s);
        return observable < norm() ? ofRisk(observable, sums.risk(layer, coordinates, roots)) : at(observable, s);
    }

    /** The place of |M|. */
    private int norm() {
        return hasFloor ? 2 : 1;
    }

    private double ofRisk(int observable, double risk) {
        return observable == 0 ? risk : risk - floor;
    }

    private double at(int observable, double[] s) {
        int entry = observable - norm() - 1;
        if (entry < 0) {
            double squares = 0;
            for (int i = layerSize; i < layerSize + p * k; i++) {
                squares += s[i] * s[i];
            }
            return Math.sqrt(squares);
        }
        if (entry < p * k) {
            return s[layerSize + entry];
        }
        int j = entry - p * k;
        return j < p ? parallel(s, j) + s[layerSize + p * k + j] : s[j - p];
    }

    @Override
    public Optional<Particles> particles(double[] s) {
        if (p < Particles.FEWEST) {
            return Optional.empty();
        }
        double[][] overlaps = new double[p][];
        for (int j = 0; j < p; j++) {
            overlaps[j] = Arrays.copyOfRange(s, layerSize + j * k, layerSize + (j + 1) * k);
        }
        return Optional.of(new Particles(overlaps, Arrays.copyOfRange(s, layerSize + p * k, s.length)));
    }

    @Override
    public boolean restore(double[] s) {
        boolean moved = false;
        for (int i = layerSize + p * k; i < s.length; i++) {
            if (s[i] < 0) {
                s[i] = 0;
                moved = true;
            }
        }
        return moved;
    }
}
