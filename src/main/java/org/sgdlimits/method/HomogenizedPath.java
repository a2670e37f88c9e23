package org.sgdlimits.method;

import java.util.Arrays;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.law.OrderParameters;
import org.sgdlimits.law.SignalLaw;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * One path of homogenized SGD in the eigenbasis of K: component i, of eigenvalue λ_i, of all students together moves by
 *
 * <pre>
 *   x_i ← x_i + h γ λ_i Aᵀw_i + γ √(h λ_i/(d n_b)) L g_i,   w_i = (u_i, u*_i) ∈ R^{p+k},   L Lᵀ = E[e eᵀ],   g_i ~ N(0, I_p),
 * </pre>
 *
 * since −∇R = K W A; the components see each other through A and L at Ω = Σ_i λ_i w_i w_iᵀ alone. Then the rule's normalisation.
 * Mutable; one thread's. A step costs d (p + k)², allocates nothing.
 */
final class HomogenizedPath {

    private static final double[] NO_PARAMETERS = {};

    private final TrainingRule rule;
    private final Spectrum spectrum;
    private final SignalLaw law;
    private final SemidefiniteCholesky cholesky;
    private final ZigguratSampler.NormalizedGaussian gaussian;
    private final int p;
    private final int d;
    private final double[][] all;
    private final double[][] next;
    private final double[] eigenvalue;
    private final double[] root;
    private final double[] weighted;
    private final double[] normal;
    private final double[][] omega;
    private long steps;

    /** @param vectors of students and teachers, which the run moves */
    HomogenizedPath(StepLaw law, double[][] vectors, UniformRandomProvider random) {
        this.law = law.signalLaw();
        rule = law.problem().rule();
        spectrum = law.problem().model().covariance().spectrum(law.problem().dimension());
        p = law.problem().model().students();
        d = vectors[0].length;
        gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        cholesky = new SemidefiniteCholesky(p);
        all = vectors;
        next = new double[p][d];
        eigenvalue = new double[d];
        int from = 0;
        for (int b = 0; b < spectrum.blocks(); b++) {
            int to = from + Math.toIntExact(spectrum.multiplicity(b));
            Arrays.fill(eigenvalue, from, to, spectrum.eigenvalue(b));
            from = to;
        }
        root = Arrays.stream(eigenvalue).map(Math::sqrt).toArray();
        weighted = new double[d];
        normal = new double[d];
        omega = new double[all.length][all.length];
        loadOmega(true);
    }

    /** @param withTeachers whether P is computed too, which never moves */
    private void loadOmega(boolean withTeachers) {
        for (int i = 0; i < all.length; i++) {
            for (int c = 0; c < d; c++) {
                weighted[c] = eigenvalue[c] * all[i][c];
            }
            int last = withTeachers ? i : Math.min(i, p - 1);
            for (int j = 0; j <= last; j++) {
                omega[i][j] = VectorGram.dot(weighted, all[j], 0, d);
                omega[j][i] = omega[i][j];
            }
        }
    }

    /** Makes a step of length h from τ; false if Ω is no longer sound. */
    boolean step(double tau, double h) {
        double rate = rule.learningRate().rate(tau);
        law.at(omega, NO_PARAMETERS);
        cholesky.factor(law.product());
        for (int j = 0; j < p; j++) {
            drift(j, h * rate);
        }
        double scale = rate * Math.sqrt(h / ((double) d * rule.batch()));
        for (int l = 0; l < p; l++) {
            for (int i = 0; i < d; i++) {
                normal[i] = gaussian.sample();
            }
            for (int i = 0; i < d; i++) {
                normal[i] *= scale * root[i];
            }
            for (int j = l; j < p; j++) {
                add(cholesky.lower()[j][l], normal, next[j]);
            }
        }
        for (int j = 0; j < p; j++) {
            double factor = rule.kind().keepsUnitNorm() ? 1 / Math.sqrt(VectorGram.dot(next[j], next[j], 0, d)) : 1;
            for (int i = 0; i < d; i++) {
                all[j][i] = factor * next[j][i];
            }
        }
        steps++;
        loadOmega(false);
        return isSound();
    }

    private boolean isSound() {
        for (double[] row : omega) {
            if (!PathRecorder.isSound(row)) {
                return false;
            }
        }
        return true;
    }

    private void drift(int j, double scale) {
        double[] out = next[j];
        Arrays.fill(out, 0);
        for (int a = 0; a < all.length; a++) {
            add(scale * law.slope()[a][j], all[a], out);
        }
        double[] u = all[j];
        for (int i = 0; i < d; i++) {
            out[i] = u[i] + eigenvalue[i] * out[i];
        }
    }

    private static void add(double factor, double[] terms, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += factor * terms[i];
        }
    }

    /** Writes the overlaps of the present vectors; cost d (p + k)². */
    void state(OrderParameters layout, double[] s) {
        layout.pack(NO_PARAMETERS, VectorGram.blocks(all, spectrum), s);
    }

    Map<String, Long> counts() {
        return Map.of("steps", steps);
    }
}
