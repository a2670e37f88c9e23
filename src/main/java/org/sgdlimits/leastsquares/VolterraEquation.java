package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The limit of the loss 𝓛 = ½‖AX − b‖² of single-sample SGD, in flow time u = ∫₀ᵗ γ, t in epochs (THEORY §7):
 *
 * <pre>
 * 𝓛(u) = F(u) + ∫₀ᵘ 𝒦(u − v) γ(v) 𝓛(v) dv,     F(u) = 𝓛 of gradient flow,     𝒦(u) = (1/n) Σ σ_j² e^{−2(σ_j+ρ)u},
 * </pre>
 *
 * which for constant γ is 𝓛(t) = F + γ² ∫ 𝒦(γ(t − s)) 𝓛(s) ds. A quadratic risk R is driven by the same 𝓛: R(u) = R of gradient
 * flow + ∫ 𝒦_R(u − v) γ 𝓛 dv with 𝒦_R(u) = (1/n) Σ σ_j H_jj e^{−2(σ_j+ρ)u}.
 *
 * @param rates p_j ≥ 0 of all exponentials in F and the kernels, ascending, none twice
 * @param forcing weights of F
 * @param kernel weights of 𝒦, ≥ 0
 * @param risks driven by the loss
 */
public record VolterraEquation(double[] rates, double[] forcing, double[] kernel, List<DrivenRisk> risks) {

    /** Rates closer than this, relatively, are one. */
    private static final double SAME_RATE = 1e-13;

    /**
     * A quadratic risk.
     *
     * @param name of the observable
     * @param forcing its value along gradient flow, as a function of flow time
     * @param kernel weights of 𝒦_R, one a rate
     */
    public record DrivenRisk(String name, DoubleUnaryOperator forcing, double[] kernel) {}

    /** The equation of a data problem's modes. */
    public static VolterraEquation of(SpectralMeasure modes) {
        List<Term> terms = new ArrayList<>();
        double constant = modes.floor();
        int risks = modes.risks().size();
        for (int j = 0; j < modes.size(); j++) {
            double sigma = modes.eigenvalues()[j];
            double rate = sigma + modes.ridge();
            double bias = modes.bias()[j];
            double moving = Math.sqrt(sigma) * modes.start()[j];
            double perMode = modes.counts()[j] * sigma / modes.samples();
            double[] driven = new double[risks];
            for (int i = 0; i < risks; i++) {
                driven[i] = perMode * modes.risks().get(i).curvature()[j];
            }
            terms.add(new Term(2 * rate, 0.5 * moving * moving, perMode * sigma, driven));
            terms.add(new Term(rate, -bias * moving, 0, new double[risks]));
            constant += bias * bias;
        }
        terms.add(new Term(0, 0.5 * constant, 0, new double[risks]));
        return merged(terms, modes);
    }

    /** The weights that one rate has in the forcing, the kernel and the kernels of the risks. */
    private record Term(double rate, double forcing, double kernel, double[] driven) {}

    private static VolterraEquation merged(List<Term> terms, SpectralMeasure modes) {
        List<Term> sorted = terms.stream()
                .filter(term -> term.forcing != 0 || term.kernel != 0)
                .sorted(Comparator.comparingDouble(Term::rate))
                .toList();
        int risks = modes.risks().size();
        double[] rates = new double[sorted.size()];
        double[] forcing = new double[rates.length];
        double[] kernel = new double[rates.length];
        double[][] driven = new double[risks][rates.length];
        int size = 0;
        for (Term term : sorted) {
            if (size == 0 || term.rate - rates[size - 1] > SAME_RATE * term.rate) {
                rates[size++] = term.rate;
            }
            forcing[size - 1] += term.forcing;
            kernel[size - 1] += term.kernel;
            for (int i = 0; i < risks; i++) {
                driven[i][size - 1] += term.driven[i];
            }
        }
        int length = size;
        return new VolterraEquation(
                Arrays.copyOf(rates, length),
                Arrays.copyOf(forcing, length),
                Arrays.copyOf(kernel, length),
                IntStream.range(0, risks)
                        .mapToObj(i -> new DrivenRisk(
                                modes.risks().get(i).name(),
                                u -> modes.risks().get(i).value().applyAsDouble(gradientFlow(modes, u)),
                                Arrays.copyOf(driven[i], length)))
                        .toList());
    }

    private static double[] gradientFlow(SpectralMeasure modes, double u) {
        double[] y = new double[modes.size()];
        for (int j = 0; j < y.length; j++) {
            y[j] = modes.start()[j] * Math.exp(-(modes.eigenvalues()[j] + modes.ridge()) * u);
        }
        return y;
    }

    /** F. */
    public ExponentialSum forcingSum() {
        return new ExponentialSum(rates, forcing);
    }

    /** 𝒦. */
    public ExponentialSum kernelSum() {
        return new ExponentialSum(rates, kernel);
    }

    /** The rate γ at and above which 𝓛 does not stay bounded: 1/∫₀^∞ 𝒦; without ridge 2n/tr(AᵀA). */
    public double threshold() {
        double mass = 0;
        for (int j = 0; j < rates.length; j++) {
            mass += kernel[j] == 0 ? 0 : kernel[j] / rates[j];
        }
        return 1 / mass;
    }
}
