package org.sgdlimits.method;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * One step of SGD drawn from its exact law given the overlaps (THEORY §5).
 *
 * <p>Per sample and block, the fields are x_b = √λ_b L_b g with Ω_b = L_b L_bᵀ and g standard normal on the r_b independent
 * directions, so that the part of G_b inside span(u, u*) has coordinates ĝ_b = (√λ_b/n_b) Σ_ν g^ν e^νᵀ. The part outside has
 * the Gram matrix λ_b R A Aᵀ Rᵀ with R Rᵀ = (1/n_b²) Σ_ν e^ν e^νᵀ and A Aᵀ a standard Wishart matrix with d_b − r_b degrees of
 * freedom. With ũ_j = c_j u_j + (γ/d) G_j (c_j = 1, or 1 − (γ/d) G_j·u_j for the spherical rule),
 *
 * <pre>
 *   M_b ← c_j M_b + (γ/d) G_b·u*,   Q_b ← c_j c_l Q_b + (γ/d)(c_l G_j·u_l + c_j G_l·u_j) + (γ/d)² G_j·G_l.
 * </pre>
 *
 * Cost n_b B (p + k)² whatever d is; allocates nothing.
 */
final class ReducedStep {

    private final FieldModel model;
    private final TrainingRule rule;
    private final Spectrum spectrum;
    private final int p;
    private final int n;
    private final double dimension;
    private final ZigguratSampler.NormalizedGaussian gaussian;
    private final Wishart[] wisharts;
    private final SemidefiniteCholesky[] factors;
    private final SemidefiniteCholesky signalFactor;
    private final int[] ranks;
    private final double[][] normal;
    private final double[][] blockField;
    private final double[] field;
    private final double[] signal;
    private final double[] parameterSignal;
    private final double[] parameterMean;
    private final double[][] signalProducts;
    private final double[][][] inside;
    private final double[][][] withFields;
    private final double[][] outside;
    private final double[] keep;
    private final double[] squaredNorm;

    /** θ. */
    final double[] parameters;

    /** Ω_b. */
    final double[][][] gram;

    ReducedStep(Problem<? extends FieldModel> problem, double[][][] startGram, UniformRandomProvider random) {
        model = problem.model();
        rule = problem.rule();
        spectrum = model.covariance().spectrum(problem.dimension());
        dimension = problem.dimension();
        p = model.students();
        n = model.fields();
        gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        int blocks = startGram.length;
        wisharts = new Wishart[blocks];
        Arrays.setAll(wisharts, b -> new Wishart(p, random, gaussian));
        factors = new SemidefiniteCholesky[blocks];
        Arrays.setAll(factors, b -> new SemidefiniteCholesky(n));
        signalFactor = new SemidefiniteCholesky(p);
        ranks = new int[blocks];
        normal = new double[blocks][n];
        blockField = new double[blocks][n];
        field = new double[n];
        signal = new double[p];
        parameters = model.parameters();
        parameterSignal = new double[parameters.length];
        parameterMean = new double[parameters.length];
        signalProducts = new double[p][p];
        inside = new double[blocks][n][p];
        withFields = new double[blocks][n][p];
        outside = new double[p][p];
        keep = new double[p];
        squaredNorm = new double[p];
        gram = startGram;
    }

    /** Moves (θ, Ω) by step number {@code index}. */
    void step(long index) {
        double tau = index / dimension;
        double eta = rule.learningRate().rate(tau) / dimension;
        drawBatch();
        for (int j = 0; j < p; j++) {
            double radial = 0;
            for (int b = 0; rule.kind() == TrainingRule.Kind.SPHERICAL && b < gram.length; b++) {
                radial += withFields[b][j][j];
            }
            keep[j] = 1 - eta * radial;
        }
        for (int b = 0; b < gram.length; b++) {
            drawOutside(b);
            moveBlock(b, eta);
        }
        if (rule.kind().keepsUnitNorm()) {
            normalise();
        }
        double parameterEta = parameters.length == 0 ? 0 : rule.parameterRate().rate(tau) / dimension;
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += parameterEta * parameterMean[i];
        }
    }

    /** Whether the last sample's error signal was finite and of sensible size. */
    boolean isSound() {
        return PathRecorder.isSound(signal);
    }

    private void drawBatch() {
        for (int b = 0; b < gram.length; b++) {
            ranks[b] = factors[b].factor(gram[b]);
            clear(inside[b]);
            clear(withFields[b]);
        }
        clear(signalProducts);
        Arrays.fill(parameterMean, 0);
        long batch = rule.batch();
        double weight = 1.0 / batch;
        for (long sample = 0; sample < batch; sample++) {
            drawFields();
            double noise = model.hasNoise() ? gaussian.sample() : 0;
            model.errorSignal(field, noise, parameters, signal, parameterSignal);
            for (int i = 0; i < parameterMean.length; i++) {
                parameterMean[i] += weight * parameterSignal[i];
            }
            for (int j = 0; j < p; j++) {
                double weighted = weight * signal[j];
                for (int b = 0; b < gram.length; b++) {
                    for (int a = 0; a < n; a++) {
                        inside[b][a][j] += weighted * normal[b][a];
                        withFields[b][a][j] += weighted * blockField[b][a];
                    }
                }
                for (int l = 0; l <= j; l++) {
                    signalProducts[j][l] += weight * weighted * signal[l];
                }
            }
        }
        for (int j = 0; j < p; j++) {
            for (int l = 0; l < j; l++) {
                signalProducts[l][j] = signalProducts[j][l];
            }
        }
    }

    /** g is scaled by √λ_b, so that the fields are L_b g and the inside coordinates of z_b are g itself. */
    private void drawFields() {
        Arrays.fill(field, 0);
        for (int b = 0; b < gram.length; b++) {
            double scale = Math.sqrt(spectrum.eigenvalue(b));
            double[][] lower = factors[b].lower();
            double[] g = normal[b];
            for (int c = 0; c < n; c++) {
                g[c] = factors[b].active(c) ? scale * gaussian.sample() : 0;
            }
            for (int a = 0; a < n; a++) {
                double sum = 0;
                for (int c = 0; c <= a; c++) {
                    sum += lower[a][c] * g[c];
                }
                blockField[b][a] = sum;
                field[a] += sum;
            }
        }
    }

    private void drawOutside(int b) {
        signalFactor.factor(signalProducts);
        double[][] r = signalFactor.lower();
        double[][] a = wisharts[b].factor(spectrum.multiplicity(b) - ranks[b]);
        double eigenvalue = spectrum.eigenvalue(b);
        for (int j = 0; j < p; j++) {
            for (int l = 0; l <= j; l++) {
                double sum = 0;
                for (int c = 0; c < p; c++) {
                    sum += product(r[j], a, c, j) * product(r[l], a, c, l);
                }
                outside[j][l] = eigenvalue * sum;
            }
        }
    }

    /** Entry c of the row vector r A, r ending at {@code last}. */
    private static double product(double[] r, double[][] a, int c, int last) {
        double sum = 0;
        for (int i = 0; i <= last; i++) {
            sum += r[i] * a[i][c];
        }
        return sum;
    }

    private void moveBlock(int b, double eta) {
        double[][] omega = gram[b];
        double[][] fieldProduct = withFields[b];
        for (int j = 0; j < p; j++) {
            for (int l = 0; l <= j; l++) {
                double square = outside[j][l];
                for (int c = 0; c < n; c++) {
                    square += inside[b][c][j] * inside[b][c][l];
                }
                double value = keep[j] * keep[l] * omega[j][l]
                        + eta * (keep[l] * fieldProduct[l][j] + keep[j] * fieldProduct[j][l])
                        + eta * eta * square;
                omega[j][l] = value;
                omega[l][j] = value;
            }
            for (int r = p; r < n; r++) {
                double value = keep[j] * omega[j][r] + eta * fieldProduct[r][j];
                omega[j][r] = value;
                omega[r][j] = value;
            }
        }
    }

    private void normalise() {
        Arrays.fill(squaredNorm, 0);
        for (double[][] block : gram) {
            for (int j = 0; j < p; j++) {
                squaredNorm[j] += block[j][j];
            }
        }
        for (int j = 0; j < p; j++) {
            double factor = 1 / Math.sqrt(squaredNorm[j]);
            for (double[][] block : gram) {
                for (int a = 0; a < n; a++) {
                    block[j][a] *= factor;
                    block[a][j] *= factor;
                }
            }
        }
    }

    private static void clear(double[][] matrix) {
        for (double[] row : matrix) {
            Arrays.fill(row, 0);
        }
    }
}
