package org.sgdlimits.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;
import org.sgdlimits.model.TrainingRule.Kind;

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
 * and their forms on the sphere. {@link #meanStep} is the conditional mean of one step at finite d and batch. Holds scratch:
 * one instance a thread. Cost of a drift: the closed forms, or one error signal a quadrature node.
 */
public final class FieldDynamics implements NoisyDynamics {

    private final Problem<? extends FieldModel> problem;
    private final TrainingRule rule;
    private final OrderParameters layout;
    private final Spectrum spectrum;
    private final double dimension;
    private final Overlaps state;
    private final double[] startState;
    private final FieldMoments moments;
    private final MeanSignal signal;
    private final StepTerms terms;
    private final StepCovariance stepCovariance;
    private final CovarianceNoise covarianceNoise;
    private final Optional<SampledNoise> sampledNoise;
    private final SemidefiniteCholesky signalFactor;
    private final double[][] signalNoise;
    private final UnitNorm unitNorm;
    private final OverlapCone cone;
    private final double[] xi;
    private final double[] increment;
    private final double[][] plainCovariance;
    private final double[][][] parallel;
    private final List<String> observables;

    FieldDynamics(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            FieldMoments moments,
            FieldSamples covarianceSamples,
            boolean manyFields,
            double[][][] startGram) {
        this.problem = problem;
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
        stepCovariance = new StepCovariance(layout, covarianceSamples, terms);
        covarianceNoise = new CovarianceNoise(layout.size());
        sampledNoise = manyFields ? Optional.of(new SampledNoise(problem.model(), layout, terms)) : Optional.empty();
        signalFactor = new SemidefiniteCholesky(layout.students());
        signalNoise = new double[layout.students()][layout.students()];
        unitNorm = new UnitNorm(layout);
        cone = new OverlapCone(layout, rule.kind().keepsUnitNorm());
        xi = new double[layout.size()];
        increment = new double[layout.size()];
        plainCovariance = new double[layout.size()][layout.size()];
        int p = layout.students();
        parallel = new double[layout.blocks()][p][p];
        observables = observableNames();
    }

    private List<String> observableNames() {
        List<String> names = new ArrayList<>();
        names.add("risk");
        if (problem.model().riskFloor().isPresent()) {
            names.add("excessRisk");
        }
        if (layout.students() == layout.teachers()) {
            names.add("distance");
        }
        names.add("|M|");
        for (int j = 0; j < layout.students(); j++) {
            for (int r = 0; r < layout.teachers(); r++) {
                names.add("M" + OrderParameters.index(j, r));
            }
        }
        for (int j = 0; j < layout.students(); j++) {
            for (int l = j; l < layout.students(); l++) {
                names.add("Q" + OrderParameters.index(j, l));
            }
        }
        names.addAll(problem.model().parameterNames());
        return List.copyOf(names);
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
        return observables;
    }

    @Override
    public void start(double[] s) {
        System.arraycopy(startState, 0, s, 0, s.length);
    }

    @Override
    public void drift(double tau, double[] s, double[] out) {
        if (rule.corrections() == TrainingRule.Corrections.FINITE_D && rule.kind() != Kind.GRADIENT_FLOW) {
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
        moments.evaluate(state, signal);
        terms.at(state, tau, signal, finite);
    }

    /**
     * The conditional mean of the state after one step at finite d and batch: exact for the plain rule and for the gradient
     * flow (one step of gradient descent on the population risk); on the sphere up to relative order (γ/d)²/n_b.
     *
     * @param tau the step's index over d
     */
    public void meanStep(double tau, double[] s, double[] out) {
        meanIncrement(tau, s, increment);
        for (int i = 0; i < out.length; i++) {
            out[i] = s[i] + increment[i];
        }
    }

    private void meanIncrement(double tau, double[] s, double[] out) {
        double eta = rule.learningRate().rate(tau) / dimension;
        prepare(tau, s, true);
        boolean sampled = rule.kind() != Kind.GRADIENT_FLOW;
        if (sampled) {
            stepCovariance.parallel(state, parallel);
        }
        terms.mean(signal, parallel, xi);
        if (rule.kind().keepsUnitNorm()) {
            finiteCovariance(eta);
            unitNorm.at(s, eta, xi);
            unitNorm.meanIncrement(s, plainCovariance, out);
        } else {
            for (int i = 0; i < out.length; i++) {
                out[i] = eta * xi[i];
            }
        }
    }

    /** The covariance of the plain step's overlaps at finite d and batch, where {@code terms} is prepared. */
    private void finiteCovariance(double eta) {
        double batch = rule.batch();
        stepCovariance.evaluate(state, true, plainCovariance);
        double scale = eta * eta / batch;
        for (double[] row : plainCovariance) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= scale;
            }
        }
        for (int b = 0; b < layout.blocks(); b++) {
            double eigenvalue = spectrum.eigenvalue(b);
            double spread = scale * scale * eigenvalue * eigenvalue * terms.orthogonalDimension(b);
            stepCovariance.addOrthogonalSpread(b, spread, batch, signal.product, plainCovariance);
        }
    }

    @Override
    public void covariance(double tau, double[] s, double[][] out) {
        if (rule.kind() == Kind.GRADIENT_FLOW) {
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
            stepCovariance.parallel(state, parallel);
            finiteCovariance(eta);
            unit = dimension * dimension;
        } else {
            stepCovariance.evaluate(state, false, plainCovariance);
        }
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[i][j] = unit * plainCovariance[i][j];
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
        if (sampledNoise.isEmpty() || rule.kind() == Kind.GRADIENT_FLOW) {
            covariance(tau, s, covarianceNoise.covariance);
            covarianceNoise.draw(random, out);
            return;
        }
        double rate = rule.learningRate().rate(tau);
        boolean finite = rule.corrections() == TrainingRule.Corrections.FINITE_D;
        prepare(tau, s, finite);
        sampledNoise.get().draw(state, random, out, signalNoise);
        double scale = rate / Math.sqrt((double) rule.batch());
        for (int i = 0; i < out.length; i++) {
            out[i] *= scale;
        }
        if (finite) {
            stepCovariance.parallel(state, parallel);
            addOrthogonalNoise(rate, random, out);
        }
        if (rule.kind().keepsUnitNorm()) {
            terms.mean(signal, parallel, xi);
            unitNorm.at(s, finite ? rate / dimension : 0, xi);
            unitNorm.linearise(out);
        }
    }

    /**
     * The orthogonal part's own spread, as {@link StepCovariance#addOrthogonalSpread} has it: (1 − 1/n_b)^{1/2} L(G + Gᵀ)Lᵀ/√2
     * with L Lᵀ = E[e eᵀ] and G of standard normal entries, plus (2/n_b)^{1/2} of the sampled e eᵀ noise.
     */
    private void addOrthogonalNoise(double rate, RandomGenerator random, double[] out) {
        double batch = rule.batch();
        int p = layout.students();
        signalFactor.factor(signal.product);
        double[][] lower = signalFactor.lower();
        for (int b = 0; b < layout.blocks(); b++) {
            double amplitude = rate
                    * rate
                    / (dimension * batch)
                    * spectrum.eigenvalue(b)
                    * Math.sqrt(terms.orthogonalDimension(b));
            double symmetric = amplitude * Math.sqrt((1 - 1 / batch) / 2);
            double sampled = amplitude * Math.sqrt(2 / batch);
            for (int a = 0; a < p; a++) {
                for (int c = 0; c < p; c++) {
                    double normal = symmetric * random.nextGaussian();
                    for (int j = 0; j < p; j++) {
                        for (int l = j; l < p; l++) {
                            out[layout.q(b, j, l)] += normal * (lower[j][a] * lower[l][c] + lower[l][a] * lower[j][c]);
                        }
                    }
                }
            }
            for (int j = 0; j < p; j++) {
                for (int l = j; l < p; l++) {
                    out[layout.q(b, j, l)] += sampled * signalNoise[j][l];
                }
            }
        }
    }

    /**
     * The learning rate below which ‖u − u*‖² decreases in mean under the plain rule, for p = k: 2 n_b A₀/((tr K/d) I₀) with
     * A₀ = −E⟨λ − λ*, e⟩ and I₀ = E‖e‖² (THEORY §2). Not positive where the gradient points away from the teacher.
     */
    public double criticalLearningRate(double[] s) {
        layout.unpack(s, state);
        moments.evaluate(state, signal);
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
        int next = 0;
        out[next++] = risk;
        if (problem.model().riskFloor().isPresent()) {
            out[next++] = risk - problem.model().riskFloor().getAsDouble();
        }
        int p = layout.students();
        if (p == layout.teachers()) {
            double distance = 0;
            for (double[][] gram : state.gram) {
                for (int j = 0; j < p; j++) {
                    distance += gram[j][j] - 2 * gram[j][p + j] + gram[p + j][p + j];
                }
            }
            out[next++] = distance;
        }
        int normPlace = next++;
        double squaredNorm = 0;
        for (int j = 0; j < p; j++) {
            for (int r = 0; r < layout.teachers(); r++) {
                double overlap = state.omega[j][p + r];
                squaredNorm += overlap * overlap;
                out[next++] = overlap;
            }
        }
        out[normPlace] = Math.sqrt(squaredNorm);
        for (int j = 0; j < p; j++) {
            for (int l = j; l < p; l++) {
                out[next++] = state.omega[j][l];
            }
        }
        System.arraycopy(state.parameters, 0, out, next, state.parameters.length);
    }

    @Override
    public boolean restore(double[] s) {
        layout.unpack(s, state);
        return cone.restore(state, s);
    }
}
