package org.sgdlimits.law;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.sgdlimits.gaussian.PseudoInverse;
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
    private final FieldObservables observables;
    private CovarianceScratch covarianceScratch;
    private double noiseScale;

    FieldDynamics(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            FieldMoments moments,
            FieldSamples covarianceSamples,
            boolean manyFields,
            Set<ObservableFamily> families,
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
        sampledNoise = manyFields ? Optional.of(new SampledNoise(problem.model(), layout, terms)) : Optional.empty();
        orthogonalNoise = new OrthogonalNoise(layout, spectrum, terms, rule.batch());
        signalNoise = new double[layout.students()][layout.students()];
        unitNorm = new UnitNorm(layout);
        cone = new OverlapCone(layout, rule.kind().keepsUnitNorm());
        xi = new double[layout.size()];
        int p = layout.students();
        parallel = new double[layout.blocks()][p][p];
        observables = new FieldObservables(problem.model(), spectrum, families);
    }

    /** What the covariance of a step needs: (number of entries)² numbers and more, too many to have unasked for. */
    private record CovarianceScratch(StepCovariance step, CovarianceNoise noise, double[][] plain) {}

    private CovarianceScratch spread() {
        if (covarianceScratch == null) {
            covarianceScratch = new CovarianceScratch(
                    new StepCovariance(layout, covarianceSamples, terms),
                    new CovarianceNoise(layout.size()),
                    new double[layout.size()][layout.size()]);
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
        return observables.names();
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
        double rate = rule.learningRate().rate(tau);
        for (int i = 0; i < out.length; i++) {
            out[i] *= rate;
        }
    }

    private void prepare(double tau, double[] s, boolean finite) {
        layout.unpack(s, state);
        moments.evaluate(state, rule.kind().drawsSamples(), signal);
        terms.at(state, tau, signal, finite);
    }

    /**
     * Writes the conditional mean of the change of the state in one step at finite d and batch: exact for the plain rule and for
     * descent on the population risk; on the sphere up to relative order (γ/d)²/n_b.
     *
     * @param tau the step's index over d
     */
    public void meanIncrement(double tau, double[] s, double[] out) {
        double eta = rule.learningRate().rate(tau) / dimension;
        prepare(tau, s, true);
        boolean sampled = rule.kind().drawsSamples();
        if (sampled) {
            spread().step.parallel(state, parallel);
        }
        terms.mean(signal, parallel, xi);
        if (rule.kind().keepsUnitNorm()) {
            finiteCovariance(eta);
            unitNorm.at(s, eta, xi);
            unitNorm.meanIncrement(s, spread().plain, out);
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

    /** The covariance of the plain step's overlaps at finite d and batch, where {@code terms} is prepared. */
    private void finiteCovariance(double eta) {
        double batch = rule.batch();
        spread().step.evaluate(state, true, spread().plain);
        double scale = eta * eta / batch;
        for (double[] row : spread().plain) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= scale;
            }
        }
        for (int b = 0; b < layout.blocks(); b++) {
            double eigenvalue = spectrum.eigenvalue(b);
            double spread = scale * scale * eigenvalue * eigenvalue * terms.orthogonalDimension(b);
            spread().step.addOrthogonalSpread(b, spread, batch, signal.product, spread().plain);
        }
    }

    @Override
    public void covariance(double tau, double[] s, double[][] out) {
        if (!rule.kind().drawsSamples()) {
            for (double[] row : out) {
                java.util.Arrays.fill(row, 0);
            }
            return;
        }
        double rate = rule.learningRate().rate(tau);
        boolean finite = rule.corrections() == TrainingRule.Corrections.FINITE_D;
        prepare(tau, s, finite);
        double eta = 0;
        double unit = rate * rate / rule.batch();
        if (finite) {
            eta = rate / dimension;
            spread().step.parallel(state, parallel);
            finiteCovariance(eta);
            unit = dimension * dimension;
        } else {
            spread().step.evaluate(state, false, spread().plain);
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
        double rate = rule.learningRate().rate(tau);
        boolean finite = rule.corrections() == TrainingRule.Corrections.FINITE_D;
        prepare(tau, s, finite);
        sampledNoise.get().draw(state, random, out, signalNoise);
        noiseScale = rate / Math.sqrt((double) rule.batch());
        for (int i = 0; i < out.length; i++) {
            out[i] *= noiseScale;
        }
        if (finite) {
            spread().step.parallel(state, parallel);
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

    /**
     * The learning rate below which ‖u − u*‖² decreases in mean under the plain rule, for p = k: 2 n_b A₀/((tr K/d) I₀) with
     * A₀ = −E⟨λ − λ*, e⟩ and I₀ = E‖e‖² (THEORY §2). Not positive where the gradient points away from the teacher.
     */
    public double criticalLearningRate(double[] s) {
        layout.unpack(s, state);
        moments.evaluate(state, true, signal);
        double alignment = 0;
        double power = 0;
        double trace = 0;
        int p = layout.students();
        for (int j = 0; j < p; j++) {
            power += signal.product[j][j];
            for (double[][] block : signal.field) {
                alignment += block[p + j][j] - block[j][j];
            }
        }
        for (int b = 0; b < spectrum.blocks(); b++) {
            trace += spectrum.eigenvalue(b) * (spectrum.multiplicity(b) / dimension);
        }
        return 2 * rule.batch() * alignment / (trace * power);
    }

    /** The risk E[ℓ] of a state, noise floor included. */
    public double risk(double[] s) {
        layout.unpack(s, state);
        return moments.risk(state);
    }

    @Override
    public void observe(double[] s, double[] out) {
        double risk = risk(s);
        if (observables.needSignal()) {
            moments.evaluate(state, true, signal);
        }
        observables.write(risk, state, signal, out);
    }

    @Override
    public double observe(double[] s, int observable) {
        layout.unpack(s, state);
        if (observables.needsSignal(observable)) {
            moments.evaluate(state, true, signal);
        }
        return observables.at(observable, observables.needsRisk(observable) ? moments.risk(state) : 0, state, signal);
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
        return cone.restore(state, s);
    }
}
