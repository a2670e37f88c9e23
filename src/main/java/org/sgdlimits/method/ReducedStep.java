package org.sgdlimits.method;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.law.OrderParameters;
import org.sgdlimits.model.ClippedSignal;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * One step of SGD drawn from its exact law given the overlaps (THEORY §5).
 *
 * <p>Per sample and block, the fields are x_b = √λ_b F_b g with Ω_b = F_b F_bᵀ and g standard normal on the r_b independent
 * directions, so that the part of G_b inside span(u, u*) has coordinates ĝ_b = (√λ_b/n_b) Σ_ν g^ν e^νᵀ. The part outside has
 * the Gram matrix λ_b R A Aᵀ Rᵀ with R Rᵀ = (1/n_b²) Σ_ν e^ν e^νᵀ and A Aᵀ a standard Wishart matrix with d_b − r_b degrees of
 * freedom. While n_b ≤ p, R has a column a sample, e^ν/n_b, and both parts come from one product, R (A Aᵀ + (g^ν·g^μ)) Rᵀ; beyond,
 * R has p columns. With ũ_j = c_j u_j + (γ/d) G_j (c_j = 1, or
 * 1 − (γ/d) G_j·u_j for the spherical rule),
 *
 * <pre>
 *   M_b ← c_j M_b + (γ/d) G_b·u*,   Q_b ← c_j c_l Q_b + (γ/d)(c_l G_j·u_l + c_j G_l·u_j) + (γ/d)² G_j·G_l.
 * </pre>
 *
 * With gradient clipping of a single sample, e is multiplied by min(1, c√d/(‖z‖‖e‖)) once ‖z‖² = Σ_b λ_b (‖g_b‖² + A_b A_bᵀ) is drawn.
 * Cost n_b B p (p + k) + B (p + k)³/6 whatever d is; allocates nothing.
 */
final class ReducedStep implements StepRun {

    private final FieldModel model;
    private final TrainingRule rule;
    private final int p;
    private final long dimension;
    private final UniformRandomProvider random;
    private final ZigguratSampler.NormalizedGaussian gaussian;
    private final ReducedBlock[] blocks;
    private final boolean columnPerSample;
    private final Wishart[] wisharts;
    private final SemidefiniteCholesky cholesky;
    private final double[] field;
    private final double[] signal;
    private final double[] parameterSignal;
    private final double[] parameterMean;
    private final double[][] signalProducts;
    private final double[][] mixing;
    private final double[][] mixed;
    private final double[][][] sampleGram;
    private final StepRates rates;
    private final double clip;
    private final double[][] gradientGram;
    private final double[] keep;
    private final OrderParameters layout;
    private final long centralLimitFrom;
    private final Optional<CentralLimitBatch> approximation;
    private double largestSignal;
    private long drawn;

    /** θ. */
    final double[] parameters;

    /** Ω_b. */
    final double[][][] gram;

    ReducedStep(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            double[][][] startGram,
            UniformRandomProvider random) {
        this(problem, layout, startGram, random, Long.MAX_VALUE);
    }

    /** @param centralLimitFrom the smallest batch whose sums are approximated by {@link CentralLimitBatch} */
    ReducedStep(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            double[][][] startGram,
            UniformRandomProvider random,
            long centralLimitFrom) {
        this(
                problem,
                layout,
                startGram,
                blocks(problem, startGram, random),
                problem.model().parameters(),
                random,
                centralLimitFrom);
    }

    private ReducedStep(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            double[][][] gram,
            ReducedBlock[] blocks,
            double[] parameters,
            UniformRandomProvider random,
            long centralLimitFrom) {
        this.centralLimitFrom = centralLimitFrom;
        this.layout = layout;
        this.gram = gram;
        this.blocks = blocks;
        this.parameters = parameters;
        this.random = random;
        model = problem.model();
        rule = problem.rule();
        dimension = problem.dimension();
        p = model.students();
        gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        columnPerSample = rule.batch() <= p;
        int columns = (int) Math.min(rule.batch(), p);
        for (ReducedBlock block : blocks) {
            block.keepSamples(columnPerSample ? columns : 0);
        }
        wisharts = new Wishart[blocks.length];
        Arrays.setAll(wisharts, b -> new Wishart(columns, random, gaussian));
        cholesky = new SemidefiniteCholesky(p);
        field = new double[model.fields()];
        signal = new double[p];
        parameterSignal = new double[parameters.length];
        parameterMean = new double[parameters.length];
        signalProducts = new double[p][p];
        mixing = columnPerSample ? new double[p][columns] : cholesky.lower();
        mixed = new double[p][columns];
        sampleGram = new double[blocks.length][columns][columns];
        rates = StepRates.of(problem, () -> gram);
        clip = rule.clip().orElse(0) * Math.sqrt((double) dimension);
        gradientGram = new double[p][p];
        keep = new double[p];
        approximation = rule.batch() >= centralLimitFrom
                ? Optional.of(new CentralLimitBatch(problem, blocks.length, gaussian))
                : Optional.empty();
    }

    private static ReducedBlock[] blocks(
            Problem<? extends FieldModel> problem, double[][][] gram, UniformRandomProvider random) {
        Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        ReducedBlock[] blocks = new ReducedBlock[gram.length];
        Arrays.setAll(
                blocks,
                b -> new ReducedBlock(
                        problem.model().students(),
                        gram[b],
                        spectrum.eigenvalue(b),
                        spectrum.multiplicity(b),
                        gaussian));
        return blocks;
    }

    /** The run that goes on from here, this one's state and random stream its own, with another problem's model and rule. */
    ReducedStep under(Problem<? extends FieldModel> next) {
        return new ReducedStep(next, layout, gram, blocks, parameters, random, centralLimitFrom);
    }

    /** Moves (θ, Ω) by step number {@code index}. */
    @Override
    public void step(long index) {
        double tau = (double) index / dimension;
        rates.before(tau, this);
        drawBatch(rates.step(tau));
        for (int b = 0; b < blocks.length; b++) {
            wisharts[b].standard(blocks[b].freedom(), sampleGram[b]);
            blocks[b].complete(sampleGram[b]);
        }
        if (clip > 0) {
            clip();
        }
        if (rates.accumulates()) {
            rates.add(tau, gradientSquare());
        }
        double eta = rates.step(tau);
        for (int j = 0; j < p; j++) {
            keep[j] = rule.kind() == TrainingRule.Kind.SPHERICAL ? 1 - eta * radial(j) : 1;
        }
        for (int b = 0; b < blocks.length; b++) {
            mix(b);
            blocks[b].move(eta, keep, gradientGram);
        }
        if (rule.kind().keepsUnitNorm()) {
            normalise();
        }
        double parameterEta = parameters.length == 0 ? 0 : rates.parameterStep(tau);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += parameterEta * parameterMean[i];
        }
    }

    @Override
    public void state(double[] s) {
        rates.write(s);
        layout.pack(parameters, gram, s);
    }

    /** Clips the single sample's gradient, of norm ‖z‖‖e‖. */
    private void clip() {
        double squaredNorm = 0;
        for (double[][] block : sampleGram) {
            squaredNorm += block[0][0];
        }
        double factor = ClippedSignal.factor(clip, Math.sqrt(squaredNorm * ClippedSignal.square(signal)));
        if (factor == 1) {
            return;
        }
        for (int j = 0; j < p; j++) {
            mixing[j][0] *= factor;
            for (ReducedBlock block : blocks) {
                block.scaleGradient(j, factor);
            }
        }
        for (int i = 0; i < parameterMean.length; i++) {
            parameterMean[i] *= factor;
        }
    }

    /** Σ_j ‖G_j‖². */
    private double gradientSquare() {
        double sum = 0;
        for (int b = 0; b < blocks.length; b++) {
            mix(b);
            for (int j = 0; j < p; j++) {
                sum += blocks[b].square(j, j, gradientGram);
            }
        }
        return sum;
    }

    @Override
    public double largestSignal() {
        return largestSignal;
    }

    @Override
    public Map<String, Long> counts() {
        return approximation
                .map(batch -> Map.of("shortenedBatches", batch.shortened(), "exactBatches", drawn))
                .orElse(Map.of());
    }

    private double radial(int j) {
        double sum = 0;
        for (ReducedBlock block : blocks) {
            sum += block.radial(j);
        }
        return sum;
    }

    private void drawBatch(double eta) {
        for (ReducedBlock block : blocks) {
            block.begin();
        }
        largestSignal = approximation.isPresent()
                ? approximation.get().draw(eta, blocks, parameters, signalProducts, parameterMean)
                : -1;
        if (largestSignal < 0) {
            drawn++;
            drawSamples();
        }
        // an error signal whose square overflows ends the run after this step, whatever lies outside
        if (!columnPerSample && largestSignal <= Math.sqrt(Double.MAX_VALUE) / p) {
            cholesky.factor(signalProducts);
        }
    }

    private void drawSamples() {
        largestSignal = 0;
        Arrays.fill(parameterMean, 0);
        for (double[] row : signalProducts) {
            Arrays.fill(row, 0);
        }
        long batch = rule.batch();
        double weight = 1.0 / batch;
        for (long sample = 0; sample < batch; sample++) {
            drawSignal();
            for (int i = 0; i < parameterMean.length; i++) {
                parameterMean[i] += weight * parameterSignal[i];
            }
            for (int j = 0; j < p; j++) {
                double weighted = weight * signal[j];
                for (ReducedBlock block : blocks) {
                    block.add(j, weighted);
                }
                if (columnPerSample) {
                    mixing[j][(int) sample] = weighted;
                } else {
                    for (int l = 0; l <= j; l++) {
                        signalProducts[j][l] += weight * weighted * signal[l];
                    }
                }
                largestSignal = Math.max(largestSignal, Math.abs(signal[j]));
            }
        }
    }

    private void drawSignal() {
        Arrays.fill(field, 0);
        for (ReducedBlock block : blocks) {
            block.drawFields(field);
        }
        double noise = model.hasNoise() ? gaussian.sample() : 0;
        model.errorSignal(field, noise, parameters, signal, parameterSignal);
    }

    /** R S Rᵀ, lower triangle, with S what {@link ReducedBlock#complete} made of A Aᵀ. */
    private void mix(int b) {
        double[][] samples = sampleGram[b];
        int columns = samples.length;
        for (int j = 0; j < p; j++) {
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int i = 0; i < columns; i++) {
                    sum += mixing[j][i] * samples[i][c];
                }
                mixed[j][c] = sum;
            }
            for (int l = 0; l <= j; l++) {
                double sum = 0;
                for (int c = 0; c < columns; c++) {
                    sum += mixed[j][c] * mixing[l][c];
                }
                gradientGram[j][l] = sum;
            }
        }
    }

    private void normalise() {
        for (int j = 0; j < p; j++) {
            double squaredNorm = 0;
            for (double[][] block : gram) {
                squaredNorm += block[j][j];
            }
            double factor = 1 / Math.sqrt(squaredNorm);
            for (ReducedBlock block : blocks) {
                block.scale(j, factor);
            }
        }
    }
}
