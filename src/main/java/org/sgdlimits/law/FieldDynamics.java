package org.sgdlimits.law;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sgdlimits.gaussian.PseudoInverse;
import org.sgdlimits.model.ClippedSignal;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * The law of one SGD step of a {@link FieldModel}: the mean and covariance of the change of s = (θ, M, Q), for every rule, from
 * the error signal alone (THEORY §2–4).
 *
 * <p>To leading order, τ = steps/d:
 *
 * <pre>
 *   dM/dτ = γ E[e λ*ᵀ],   dQ/dτ = γ (E[e λᵀ] + E[λ eᵀ]) + (γ²/n_b) E[e eᵀ],   dθ/dτ = γ_θ E[h]
 *   covariance = (γ²/n_b) Cov(ξ)
 * </pre>
 *
 * and their forms on the sphere. {@link #meanIncrement} is the conditional mean of one step at finite d and batch. Holds scratch:
 * one instance a thread. Cost of a drift: the closed forms, or one error signal a quadrature node.
 */
public final class FieldDynamics implements NoisyDynamics {

    private final TrainingRule rule;
    private final OrderParameters layout;
    private final Spectrum spectrum;
    private final double dimension;
    private final Overlaps state;
    private final double[] startState;
    private final FieldMoments moments;
    private final MeanSignal signal;
    private final StepTerms terms;
    private final FieldSamples covarianceSamples;
    private final Optional<SampledNoise> sampledNoise;
    private final OrthogonalNoise orthogonalNoise;
    private final double[][] signalNoise;
    private final UnitNorm unitNorm;
    private final OverlapCone cone;
    private final double[] xi;
    private final double[][][] parallel;
    private final double[][] normRows;
    private final StateObserver observer;
    private CovarianceScratch covarianceScratch;
    private StepCovariance stepCovariance;
    private double noiseScale;
    /** γ at the state last prepared. */
    private double rate;

    FieldDynamics(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            FieldMoments moments,
            FieldSamples covarianceSamples,
            boolean manyFields,
            Observing observing,
            double[][][] startGram) {
        this.layout = layout;
        this.moments = moments;
        rule = problem.rule();
        spectrum = problem.model().covariance().spectrum(problem.dimension());
        dimension = spectrum.dimension();
        state = new Overlaps(layout, spectrum);
        double[] parameters = problem.model().parameters();
        System.arraycopy(parameters, 0, state.parameters, 0, parameters.length);
        for (int b = 0; b < startGram.length; b++) {
            for (int i = 0; i < startGram[b].length; i++) {
                System.arraycopy(startGram[b][i], 0, state.gram[b][i], 0, startGram[b].length);
            }
        }
        startState = new double[layout.size()];
        layout.pack(state.parameters, state.gram, startState);
        signal = new MeanSignal(layout);
        terms = new StepTerms(layout, spectrum, rule);
        this.covarianceSamples = covarianceSamples;
        sampledNoise = manyFields
                ? Optional.of(new SampledNoise(ClippedSignal.of(problem), layout, spectrum, terms))
                : Optional.empty();
        orthogonalNoise = new OrthogonalNoise(layout, spectrum, terms, rule.batch());
        signalNoise = new double[layout.students()][layout.students()];
        unitNorm = new UnitNorm(layout);
        cone = new OverlapCone(layout, spectrum, rule.kind().keepsUnitNorm());
        xi = new double[layout.size()];
        int p = layout.students();
        parallel = new double[layout.blocks()][p][p];
        normRows = new double[layout.size()][p];
        observer = new StateObserver(
                problem,
                layout,
                spectrum,
                observing,
                moments,
                signal,
                state,
                polynomials -> StateObserver.atEigenvalues(polynomials, spectrum));
        observer.start(startState);
    }

    /** What the covariance of a step needs: (number of entries)² numbers and more, too many to have unasked for. */
    private record CovarianceScratch(CovarianceNoise noise, double[][] plain) {}

    private StepCovariance step() {
        if (stepCovariance == null) {
            stepCovariance = new StepCovariance(layout, spectrum, covarianceSamples, terms);
        }
        return stepCovariance;
    }

    private CovarianceScratch spread() {
        if (covarianceScratch == null) {
            covarianceScratch =
                    new CovarianceScratch(new CovarianceNoise(layout.size()), new double[layout.size()][layout.size()]);
        }
        return covarianceScratch;
    }

    /** The layout of the state vector. */
    public OrderParameters layout() {
        return layout;
    }

    @Override
    public List<String> components() {
        return layout.components();
    }

    @Override
    public List<String> observables() {
        return observer.names();
    }

    @Override
    public void start(double[] s) {
        System.arraycopy(startState, 0, s, 0, s.length);
    }

    @Override
    public void drift(double tau, double[] s, double[] out) {
        if (rule.corrections() == TrainingRule.Corrections.FINITE_D && rule.kind() != TrainingRule.Kind.GRADIENT_FLOW) {
            meanIncrement(tau, s, out);
            for (int i = 0; i < out.length; i++) {
                out[i] *= dimension;
            }
            return;
        }
        prepare(tau, s, false);
        terms.mean(signal, parallel, out);
        if (rule.kind().keepsUnitNorm()) {
            unitNorm.projectLeading(s, out);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] *= rate;
        }
    }

    private void prepare(double tau, double[] s, boolean finite) {
        layout.unpack(s, state);
        moments.evaluate(state.omega, state.parameters, rule.kind().drawsSamples(), signal);
        double factor = observer.presentRateFactor(tau, s);
        rate = factor * rule.learningRate().rate(tau);
        terms.at(state, rate, factor * rule.parameterRate().rate(tau), signal, finite);
    }

    /**
     * What a state multiplies the learning-rate schedules with, by which step methods read the adaptive rate before a step; 1
     * without an adaptive rate.
     *
     * @throws UndefinedRateException if it is not a positive number
     */
    public double rateFactor(double tau, double[] s) {
        layout.unpack(s, state);
        return observer.rateFactor(tau, s);
    }

    /**
     * Writes the conditional mean of the change of the state in one step at finite d and batch: exact for the plain rule and for
     * descent on the population risk; on the sphere up to relative order (γ/d)²/n_b.
     *
     * @param tau the step's index over d
     */
    public void meanIncrement(double tau, double[] s, double[] out) {
        prepare(tau, s, true);
        double eta = rate / dimension;
        boolean sampled = rule.kind().drawsSamples();
        if (sampled) {
            loadParallel();
        }
        terms.mean(signal, parallel, xi);
        if (rule.kind().keepsUnitNorm()) {
            finiteNormCovariance(eta);
            unitNorm.at(s, eta, xi);
            unitNorm.meanIncrement(s, normRows, out);
        } else {
            for (int i = 0; i < out.length; i++) {
                out[i] = eta * xi[i];
            }
        }
    }

    /** How large the parts of the mean of one step are at a state, those that the leading order leaves out among them. */
    public StepSizes stepSizes(double tau, double[] s) {
        prepare(tau, s, true);
        return terms.sizes(signal);
    }

    private void loadParallel() {
        step().parallel(state, signal.product, parallel);
    }

    /** The covariance of the plain step's overlaps with its squared norms at finite d and batch, where {@code terms} is prepared. */
    private void finiteNormCovariance(double eta) {
        double batch = rule.batch();
        step().withNorms(state, normRows);
        double scale = eta * eta / batch;
        scale(normRows, scale);
        for (int b = 0; b < layout.blocks(); b++) {
            step().addOrthogonalNormSpread(b, orthogonalSpread(b, scale), batch, signal.product, normRows);
        }
    }

    private double orthogonalSpread(int b, double scale) {
        double eigenvalue = spectrum.eigenvalue(b);
        return scale * scale * eigenvalue * eigenvalue * terms.orthogonalDimension(b);
    }

    private static void scale(double[][] matrix, double factor) {
        for (double[] row : matrix) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= factor;
            }
        }
    }

    /** The covariance of the plain step's overlaps at finite d and batch, where {@code terms} is prepared. */
    private void finiteCovariance(double eta) {
        double batch = rule.batch();
        step().evaluate(state, true, spread().plain);
        double scale = eta * eta / batch;
        scale(spread().plain, scale);
        for (int b = 0; b < layout.blocks(); b++) {
            step().addOrthogonalSpread(b, orthogonalSpread(b, scale), batch, signal.product, spread().plain);
        }
    }

    @Override
    public void covariance(double tau, double[] s, double[][] out) {
        if (!rule.kind().drawsSamples()) {
            for (double[] row : out) {
                Arrays.fill(row, 0);
            }
            return;
        }
        boolean finite = rule.corrections() == TrainingRule.Corrections.FINITE_D;
        prepare(tau, s, finite);
        double eta = 0;
        double unit = rate * rate / rule.batch();
        if (finite) {
            eta = rate / dimension;
            loadParallel();
            finiteCovariance(eta);
            unit = dimension * dimension;
        } else {
            step().evaluate(state, false, spread().plain);
        }
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[i][j] = unit * spread().plain[i][j];
            }
        }
        if (rule.kind().keepsUnitNorm()) {
            terms.mean(signal, parallel, xi);
            unitNorm.at(s, eta, xi);
            unitNorm.pushForward(out);
        }
    }

    /** Gaussian from the covariance matrix where quadrature gives it exactly, {@link SampledNoise} where fields are many. */
    @Override
    public void noise(double tau, double[] s, RandomGenerator random, double[] out) {
        if (sampledNoise.isEmpty() || !rule.kind().drawsSamples()) {
            covariance(tau, s, spread().noise.covariance);
            spread().noise.draw(random, out);
            return;
        }
        boolean finite = rule.corrections() == TrainingRule.Corrections.FINITE_D;
        prepare(tau, s, finite);
        sampledNoise.get().draw(state, random, out, signalNoise);
        noiseScale = rate / Math.sqrt((double) rule.batch());
        for (int i = 0; i < out.length; i++) {
            out[i] *= noiseScale;
        }
        if (finite) {
            loadParallel();
            orthogonalNoise.add(rate, signal.product, signalNoise, random, out);
        }
        if (rule.kind().keepsUnitNorm()) {
            terms.mean(signal, parallel, xi);
            unitNorm.at(s, finite ? rate / dimension : 0, xi);
            unitNorm.linearise(out);
        }
    }

    @Override
    public double noiseVariance(double[] gradient) {
        return sampledNoise.isEmpty() || !rule.kind().drawsSamples()
                ? spread().noise.variance(gradient)
                : sampledNoise.get().variance(vector -> {
                    if (rule.kind().keepsUnitNorm()) {
                        unitNorm.linearise(vector);
                    }
                    return noiseScale * StepTerms.dot(gradient, vector);
                });
    }

    /** See {@link ObservableFamily#CRITICAL_RATE}; for p = k. Not positive where the gradient points away from the teacher. */
    public double criticalLearningRate(double[] s) {
        layout.unpack(s, state);
        return observer.criticalRate();
    }

    /** The risk E[ℓ] of a state, noise floor included. */
    public double risk(double[] s) {
        layout.unpack(s, state);
        return moments.risk(state.omega, state.parameters);
    }

    @Override
    public void observe(double tau, double[] s, double[] out) {
        layout.unpack(s, state);
        observer.observe(tau, s, out);
    }

    @Override
    public double observe(double tau, double[] s, int observable) {
        layout.unpack(s, state);
        return observer.observe(tau, s, observable);
    }

    /** Overlaps and norms are weighted with the covariance, as in Ω. */
    @Override
    public Optional<Particles> particles(double[] s) {
        int p = layout.students();
        int k = layout.teachers();
        if (p < Particles.FEWEST) {
            return Optional.empty();
        }
        layout.unpack(s, state);
        double[][] teachers = new double[k][k];
        for (int r = 0; r < k; r++) {
            System.arraycopy(state.omega[p + r], p, teachers[r], 0, k);
        }
        double[][] inverse = new PseudoInverse(k).of(teachers);
        double[][] overlaps = new double[p][k];
        double[] orthogonal = new double[p];
        for (int j = 0; j < p; j++) {
            System.arraycopy(state.omega[j], p, overlaps[j], 0, k);
            double explained = 0;
            for (int r = 0; r < k; r++) {
                explained += overlaps[j][r] * StepTerms.dot(inverse[r], overlaps[j]);
            }
            orthogonal[j] = Math.max(state.omega[j][j] - explained, 0);
        }
        return Optional.of(new Particles(overlaps, orthogonal));
    }

    @Override
    public boolean restore(double[] s) {
        layout.unpack(s, state);
        boolean left = cone.restore(state, s);
        if (layout.accumulates() && s[layout.accumulated()] < startState[layout.accumulated()]) {
            // a sum of squares cannot fall below where it began, as an Euler step of its noise can
            s[layout.accumulated()] = startState[layout.accumulated()];
            left = true;
        }
        return left;
    }
}
