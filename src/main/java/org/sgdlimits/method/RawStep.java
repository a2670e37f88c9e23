package org.sgdlimits.method;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.law.OrderParameters;
import org.sgdlimits.model.ClippedSignal;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * One step of SGD on d-dimensional vectors: u_j ← u_j + (γ/d)(1/n_b) Σ_ν e_j^ν z^ν with z ~ N(0, K) in the eigenbasis of K,
 * then the rule's normalisation; with gradient clipping e ← e·min(1, c√d/(‖z‖‖e‖)) first.
 *
 * <p>The norm after a step follows from inner products that are known, ‖ũ‖² = c²‖u‖² + 2cηG·u + η²‖G‖²; for a single sample
 * ‖G‖² = e²‖z‖². Cost n_b d (p + k + 1); allocates nothing.
 */
final class RawStep implements StepRun {

    /** Steps after which carried overlaps are computed from the vectors again. */
    private static final int REFRESH = 4096;

    private final FieldModel model;
    private final TrainingRule rule;
    private final Spectrum spectrum;
    private final int p;
    private final int d;
    private final UniformRandomProvider random;
    private final ZigguratSampler.NormalizedGaussian gaussian;
    private final double[][] student;
    private final double[][] all;
    private final double[] input;
    private final double[][] gradient;
    private final double[] field;
    private final double[] signal;
    private final double[] radial;
    private final double[] parameterSignal;
    private final double[] parameterMean;
    private final double[] kept;
    private final double[] added;
    private final OrderParameters layout;
    private final boolean carriesOverlaps;
    private final boolean carried;
    private final OverlapTracker tracker;
    private final StepRates rates;
    private final double clip;
    private double largestSignal;
    private double[][][] peeked = new double[0][][];

    /** θ. */
    final double[] parameters;

    /**
     * @param vectors of students and teachers, which the run moves
     * @param carriesOverlaps whether the overlaps are to be had after every step at little cost; worth it only then
     */
    RawStep(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            double[][] vectors,
            UniformRandomProvider random,
            boolean carriesOverlaps) {
        this(problem, layout, vectors, problem.model().parameters(), random, carriesOverlaps);
    }

    private RawStep(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            double[][] vectors,
            double[] parameters,
            UniformRandomProvider random,
            boolean carriesOverlaps) {
        this.layout = layout;
        this.parameters = parameters;
        this.random = random;
        this.carriesOverlaps = carriesOverlaps;
        model = problem.model();
        rule = problem.rule();
        spectrum = model.covariance().spectrum(problem.dimension());
        p = model.students();
        d = vectors[0].length;
        gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        all = vectors;
        student = Arrays.copyOf(vectors, p);
        input = new double[d];
        gradient = rule.batch() == 1 ? new double[0][] : new double[p][d];
        field = new double[model.fields()];
        signal = new double[p];
        radial = new double[p];
        parameterSignal = new double[parameters.length];
        parameterMean = new double[parameters.length];
        kept = new double[p];
        added = new double[p];
        carried = (carriesOverlaps || StepRates.readsOverlaps(rule)) && rule.batch() == 1;
        rates = StepRates.of(problem, this::gram);
        clip = rule.clip().orElse(0) * Math.sqrt(d);
        tracker = new OverlapTracker(p, carried ? gram() : new double[1][1][1], spectrum);
    }

    /** The run that goes on from here, this one's vectors and random stream its own, with another problem's model and rule. */
    RawStep under(Problem<? extends FieldModel> next) {
        return new RawStep(next, layout, all, parameters, random, carriesOverlaps);
    }

    /** Ω_b of the present vectors. */
    double[][][] gram() {
        return VectorGram.blocks(all, spectrum);
    }

    @Override
    public void state(double[] s) {
        rates.write(s);
        if (carried) {
            layout.pack(parameters, tracker.gram, s);
        } else {
            renormalise();
            layout.pack(parameters, gram(), s);
        }
    }

    /** Cost (p + k)² d where the overlaps are not carried. */
    @Override
    public void peek(double[] s) {
        rates.write(s);
        if (carried) {
            layout.pack(parameters, tracker.gram, s);
            return;
        }
        if (peeked.length == 0) {
            peeked = new double[spectrum.blocks()][all.length][all.length];
        }
        VectorGram.blocks(all, spectrum, peeked);
        layout.pack(parameters, peeked, s);
    }

    /** Moves the vectors and θ by step number {@code index}. */
    @Override
    public void step(long index) {
        double tau = (double) index / d;
        rates.before(tau, this);
        largestSignal = 0;
        if (rule.batch() == 1) {
            stepOnSample(tau);
        } else {
            stepOnBatch(tau);
        }
        double parameterEta = parameters.length == 0 ? 0 : rates.parameterStep(tau);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += parameterEta * parameterMean[i];
        }
        if (carried && (index + 1) % REFRESH == 0) {
            renormalise();
            tracker.set(gram());
        }
    }

    private void stepOnSample(double tau) {
        drawInput();
        double squaredNorm = drawSignal();
        if (clip > 0) {
            clip(ClippedSignal.factor(clip, Math.sqrt(squaredNorm * ClippedSignal.square(signal))));
        }
        if (rates.accumulates()) {
            rates.add(tau, squaredNorm * ClippedSignal.square(signal));
        }
        double eta = rates.step(tau);
        System.arraycopy(parameterSignal, 0, parameterMean, 0, parameterMean.length);
        for (int j = 0; j < p; j++) {
            move(
                    j,
                    input,
                    eta * signal[j],
                    eta * signal[j] * field[j],
                    eta * eta * signal[j] * signal[j] * squaredNorm);
        }
        if (carried) {
            tracker.move(added, kept);
        }
    }

    private void clip(double factor) {
        for (int j = 0; j < p; j++) {
            signal[j] *= factor;
        }
        for (int i = 0; i < parameterSignal.length; i++) {
            parameterSignal[i] *= factor;
        }
    }

    private void stepOnBatch(double tau) {
        double weight = 1.0 / rule.batch();
        Arrays.fill(radial, 0);
        Arrays.fill(parameterMean, 0);
        for (double[] row : gradient) {
            Arrays.fill(row, 0);
        }
        for (long sample = 0; sample < rule.batch(); sample++) {
            drawInput();
            drawSignal();
            for (int i = 0; i < parameterMean.length; i++) {
                parameterMean[i] += weight * parameterSignal[i];
            }
            for (int j = 0; j < p; j++) {
                double weighted = weight * signal[j];
                radial[j] += weighted * field[j];
                double[] row = gradient[j];
                for (int i = 0; i < d; i++) {
                    row[i] += weighted * input[i];
                }
            }
        }
        if (rates.accumulates()) {
            double square = 0;
            for (double[] row : gradient) {
                square += VectorGram.dot(row, row, 0, d);
            }
            rates.add(tau, square);
        }
        double eta = rates.step(tau);
        for (int j = 0; j < p; j++) {
            double square = rule.kind().keepsUnitNorm() ? VectorGram.dot(gradient[j], gradient[j], 0, d) : 0;
            move(j, gradient[j], eta, eta * radial[j], eta * eta * square);
        }
    }

    /**
     * u_j ← f (c u_j + s v) with the rule's c and normalisation f; remembers f c and f s.
     *
     * @param radialMove s v·u
     * @param square s² ‖v‖²
     */
    private void move(int j, double[] v, double scale, double radialMove, double square) {
        double[] u = student[j];
        double keep = rule.kind() == TrainingRule.Kind.SPHERICAL ? 1 - radialMove : 1;
        double factor = rule.kind().keepsUnitNorm() ? 1 / Math.sqrt(keep * keep + 2 * keep * radialMove + square) : 1;
        double own = factor * keep;
        double other = factor * scale;
        kept[j] = own;
        added[j] = other;
        for (int i = 0; i < u.length; i++) {
            u[i] = own * u[i] + other * v[i];
        }
    }

    private void drawInput() {
        double[] z = input;
        ZigguratSampler.NormalizedGaussian normal = gaussian;
        int from = 0;
        for (int b = 0; b < spectrum.blocks(); b++) {
            int to = from + (int) spectrum.multiplicity(b);
            // nothing else in this loop: whatever waits for the sum of the numbers drawn slows the drawing down
            for (int i = from; i < to; i++) {
                z[i] = normal.sample();
            }
            double scale = Math.sqrt(spectrum.eigenvalue(b));
            for (int i = from; scale != 1 && i < to; i++) {
                input[i] *= scale;
            }
            from = to;
        }
    }

    /** Draws the error signal of the input and returns the input's squared norm where it is of use, else 0. */
    private double drawSignal() {
        double squaredNorm = 0;
        if (carried) {
            squaredNorm = tracker.load(all, input, field);
        } else {
            for (int i = 0; i < all.length; i++) {
                field[i] = VectorGram.dot(all[i], input, 0, d);
            }
            if (rule.batch() == 1 && (rule.kind().keepsUnitNorm() || clip > 0 || rates.accumulates())) {
                squaredNorm = VectorGram.dot(input, input, 0, d);
            }
        }
        double noise = model.hasNoise() ? gaussian.sample() : 0;
        model.errorSignal(field, noise, parameters, signal, parameterSignal);
        for (double e : signal) {
            largestSignal = Math.max(largestSignal, Math.abs(e));
        }
        return squaredNorm;
    }

    @Override
    public double largestSignal() {
        return largestSignal;
    }

    /** Scales the students back to norm 1, which rounding leaves by an amount that grows like √steps. */
    void renormalise() {
        for (int j = 0; rule.kind().keepsUnitNorm() && j < p; j++) {
            double factor = 1 / Math.sqrt(VectorGram.dot(student[j], student[j], 0, d));
            for (int i = 0; i < d; i++) {
                student[j][i] *= factor;
            }
        }
    }
}
