package org.sgdlimits.law;

import java.util.Arrays;
import java.util.List;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * The deterministic limit in the resolvent S(z) = Wᵀ(z − K)^{−1}W, W = [u | u*], at the nodes of a {@link Contour} around the
 * spectrum. From the flow of Ω_b (THEORY §2) with S(z) = Σ_b Ω_b/(z − λ_b), and so Σ_b λ_b Ω_b/(z − λ_b) = zS − G:
 *
 * <pre>
 *   dS_{u·}/dτ = γ Aᵀ(zS − G),   G = WᵀW = (1/2πi)∮S dz,   Ω = (1/2πi)∮zS dz
 *   dS_{uu}/dτ = γ [Aᵀ(zS − G)_{·u} + (zS − G)_{u·} A] + (γ²/n_b) t(z) E[e eᵀ],   t(z) = (1/d) tr K(z − K)^{−1}
 *   unit norms:  dS_jr −= ½ S_jr Φ_jj,   dS_jl −= ½ S_jl (Φ_jj + Φ_ll),   Φ_jj = (1/2πi)∮dS_jj dz of the plain rule
 * </pre>
 *
 * τ = steps/d. Every Wᵀq(K)W is (1/2πi)∮q(z)S dz. The trapezoid rule of N nodes turns this into the exact flow of a spectrum of N
 * points between the smallest eigenvalue and the largest (the λ with cos(N α) = −ρ^{−N}, α as in {@link Contour}), hence nothing grows
 * that K would not let grow in the end; but on the way errors at a node can grow like e^{−γ∫A z}, faster than at any eigenvalue by
 * what the ellipse reaches beyond the spectrum. Cost of a drift: the moments and N (p + k)² p, free of d; of the start,
 * B N (p + k)². Holds scratch: one instance a thread.
 */
public final class ResolventDynamics implements Dynamics {

    private static final double[] ONE = {1};
    private static final double[] IDENTITY = {0, 1};

    private final TrainingRule rule;
    private final OrderParameters layout;
    private final Contour contour;
    private final SignalLaw law;
    private final StateObserver observer;
    /** Re S and Im S of node after node. */
    private final Overlaps state;

    private final double[] startState;
    /** t(z), real and imaginary parts. */
    private final double[] trace;

    private final double[] one;
    private final double[][] gram;
    private final double[][] moved;
    private final double[] growth;
    private final double inverseBatch;
    /** tr K/d. */
    private final double meanEigenvalue;

    ResolventDynamics(
            Problem<? extends FieldModel> problem,
            SignalLaw law,
            Observing observing,
            Contour contour,
            StartBlocks start) {
        this.contour = contour;
        this.law = law;
        rule = problem.rule();
        FieldModel model = problem.model();
        Spectrum spectrum = model.covariance().spectrum(problem.dimension());
        layout = new OrderParameters(model, rule, 2 * contour.half());
        state = new Overlaps(layout, contour.weights(IDENTITY));
        one = contour.weights(ONE);
        inverseBatch = StepTerms.leadingInverseBatch(rule);
        trace = new double[2 * contour.half()];
        double[] parameters = model.parameters();
        System.arraycopy(parameters, 0, state.parameters, 0, parameters.length);
        load(spectrum, start);
        startState = new double[layout.size()];
        layout.pack(state.parameters, state.gram, startState);
        int n = model.fields();
        gram = new double[n][n];
        moved = new double[n][n];
        growth = new double[model.students()];
        meanEigenvalue = spectrum.trace(1);
        observer = new StateObserver(
                problem,
                layout,
                spectrum,
                observing,
                law.moments(),
                law.signal,
                state,
                polynomials -> polynomials.stream().map(contour::weights).toArray(double[][]::new));
        observer.start(startState);
    }

    /** S(z) = Σ_b Ω_b/(z − λ_b) and t(z) at the nodes. */
    private void load(Spectrum spectrum, StartBlocks start) {
        int half = contour.half();
        int n = state.omega.length;
        double[] re = new double[half];
        double[] im = new double[half];
        double[][][] real = new double[n][n][half];
        double[][][] imaginary = new double[n][n][half];
        double[] traceReal = new double[half];
        double[] traceImaginary = new double[half];
        start.show((block, b) -> {
            contour.reciprocals(spectrum.eigenvalue(b), re, im);
            for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                    add(block[i][j], re, real[i][j]);
                    add(block[i][j], im, imaginary[i][j]);
                }
            }
            double weight = spectrum.eigenvalue(b) * spectrum.weight(b);
            add(weight, re, traceReal);
            add(weight, im, traceImaginary);
        });
        for (int node = 0; node < half; node++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    state.gram[2 * node][i][j] = real[Math.min(i, j)][Math.max(i, j)][node];
                    state.gram[2 * node + 1][i][j] = imaginary[Math.min(i, j)][Math.max(i, j)][node];
                }
            }
            trace[2 * node] = traceReal[node];
            trace[2 * node + 1] = traceImaginary[node];
        }
    }

    private static void add(double factor, double[] terms, double[] sums) {
        for (int n = 0; n < sums.length; n++) {
            sums[n] += factor * terms[n];
        }
    }

    /** S of node n ≥ 1: blocks 2n − 1 and 2n are its real and its imaginary part. */
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
        layout.unpack(s, state);
        state.sum(one, gram);
        law.at(state.omega, state.parameters);
        double factor = observer.presentRateFactor(tau, s);
        double rate = factor * rule.learningRate().rate(tau);
        for (int n = 0; n < contour.half(); n++) {
            double x = contour.real(n);
            double y = contour.imaginary(n);
            double[][] re = state.gram[2 * n];
            double[][] im = state.gram[2 * n + 1];
            move(re, x, im, -y, 1);
            writePart(2 * n, rate, out);
            move(re, y, im, x, 0);
            writePart(2 * n + 1, rate, out);
        }
        if (rule.kind().keepsUnitNorm()) {
            project(s, out);
        }
        if (layout.accumulates()) {
            out[layout.accumulated()] = gradientSquare();
        }
        if (layout.parameters() > 0) {
            double parameterRate = factor * rule.parameterRate().rate(tau);
            for (int i = 0; i < layout.parameters(); i++) {
                out[i] = parameterRate * law.signal.parameter[i];
            }
        }
    }

    /** d(b²)/dτ = (1/n_b)(tr K/d) E‖e‖². */
    private double gradientSquare() {
        double sum = 0;
        for (int j = 0; j < layout.students(); j++) {
            sum += law.product()[j][j];
        }
        return inverseBatch * meanEigenvalue * sum;
    }

    /** Loads the real or imaginary part of zS − G. */
    private void move(double[][] re, double ofReal, double[][] im, double ofImaginary, double ofGram) {
        for (int i = 0; i < moved.length; i++) {
            for (int j = 0; j < moved.length; j++) {
                moved[i][j] = ofReal * re[i][j] + ofImaginary * im[i][j] - ofGram * gram[i][j];
            }
        }
    }

    private void writePart(int part, double rate, double[] out) {
        double variance = rate * rate * inverseBatch * trace[part];
        int p = layout.students();
        for (int j = 0; j < p; j++) {
            for (int r = 0; r < layout.teachers(); r++) {
                out[layout.m(part, j, r)] = rate * slopeTimes(j, p + r);
            }
            for (int l = j; l < p; l++) {
                out[layout.q(part, j, l)] =
                        rate * (slopeTimes(j, l) + slopeTimes(l, j)) + variance * law.product()[j][l];
            }
        }
    }

    /** (Aᵀ(zS − G))_ja. */
    private double slopeTimes(int j, int a) {
        double sum = 0;
        for (int c = 0; c < moved.length; c++) {
            sum += law.slope()[c][j] * moved[a][c];
        }
        return sum;
    }

    private void project(double[] s, double[] out) {
        int p = layout.students();
        Arrays.fill(growth, 0);
        for (int part = 0; part < one.length; part++) {
            for (int j = 0; j < p; j++) {
                growth[j] += one[part] * out[layout.q(part, j, j)];
            }
        }
        for (int part = 0; part < one.length; part++) {
            for (int j = 0; j < p; j++) {
                for (int r = 0; r < layout.teachers(); r++) {
                    int m = layout.m(part, j, r);
                    out[m] -= 0.5 * s[m] * growth[j];
                }
                for (int l = j; l < p; l++) {
                    int q = layout.q(part, j, l);
                    out[q] -= 0.5 * s[q] * (growth[j] + growth[l]);
                }
            }
        }
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

    @Override
    public boolean restore(double[] s) {
        return false;
    }
}
