package org.sgdlimits.leastsquares;

import java.util.Arrays;

/**
 * How fast the loss of single-sample SGD at constant γ comes down to its limit (Paquette, Lee, Pedregosa, Paquette, SGD in the Large,
 * COLT 2021; THEORY §7):
 *
 * <pre>
 * γ &lt; γ_*:  t^{−α} e^{−2γλ_min t},     γ &gt; γ_*:  e^{−2γλ* t} with (γ/2n) Σ σ_j²/(σ_j − λ*) = 1,
 * γ_* = 1/((1/2n) Σ σ_j²/(σ_j − λ_min)), the smallest eigenvalue left out of the sum.
 * </pre>
 *
 * With a ridge term σ_j + ρ stands in place of σ_j in the denominators, and the forcing has terms e^{−γ(σ_j+ρ)t} that may decay more
 * slowly still. t in epochs. Where γ_* is not below {@link #threshold()}, the second regime does not exist.
 */
public final class DecayRates {

    private final VolterraEquation equation;
    private final double[] kernelRates;
    private final double criticalRate;

    private DecayRates(VolterraEquation equation, double[] kernelRates, double criticalRate) {
        this.equation = equation;
        this.kernelRates = kernelRates;
        this.criticalRate = criticalRate;
    }

    /** The rates of an equation; those of the forcing are left out of γ_*. */
    public static DecayRates of(VolterraEquation equation) {
        double[] rates = equation.rates();
        double[] kernelRates = new double[rates.length];
        int size = 0;
        double sum = 0;
        for (int j = 0; j < rates.length; j++) {
            if (equation.kernel()[j] > 0) {
                kernelRates[size++] = rates[j];
                if (size > 1) {
                    sum += equation.kernel()[j] / (rates[j] - kernelRates[0]);
                }
            }
        }
        if (size == 0) {
            throw new IllegalArgumentException("data: expected an entry that is not zero, got a matrix without one");
        }
        return new DecayRates(equation, Arrays.copyOf(kernelRates, size), 1 / sum);
    }

    /** The rate γ from which on 𝓛 does not stay bounded: 2n/tr(AᵀA) without ridge. */
    public double threshold() {
        return equation.threshold();
    }

    /** γ_*; infinite for a single mode. */
    public double criticalRate() {
        return criticalRate;
    }

    /** λ_min + ρ, the smallest eigenvalue that is not zero. */
    public double smallest() {
        return 0.5 * kernelRates[0];
    }

    /** λ*(γ) + ρ < λ_min + ρ, the root of the full sum; negative above the threshold. */
    public double root(double rate) {
        return 0.5 * SecularEquation.smallest(equation, rate);
    }

    /**
     * c in 𝓛(t) − 𝓛(∞) ~ e^{−ct}, negative above the threshold: 2γλ*, the last decay of finitely many modes on both sides of γ_*. As they
     * become dense at the edge of the spectrum, λ* tends to λ_min below γ_*, with a difference of O(1/n) that shows after O(n) epochs.
     */
    public double decay(double rate) {
        double driven = 2 * root(rate);
        double own = Double.POSITIVE_INFINITY;
        for (int j = 0; j < equation.rates().length; j++) {
            if (equation.kernel()[j] == 0 && equation.forcing()[j] != 0 && equation.rates()[j] > 0) {
                own = Math.min(own, equation.rates()[j]);
            }
        }
        return rate * Math.min(driven, own);
    }

    /**
     * The local exponent α(u) = −d log([F(u) − F(∞)] e^{2λ_min u})/d log u of the forcing at flow time u: near the edge of a
     * spectrum it stays at the α of t^{−α} until u resolves single eigenvalues, and falls to 0 then.
     */
    public double exponent(double u) {
        double mass = 0;
        double moment = 0;
        for (int j = 0; j < equation.rates().length; j++) {
            double beyond = equation.rates()[j] - kernelRates[0];
            if (beyond >= 0) {
                double weight = equation.forcing()[j] * Math.exp(-beyond * u);
                mass += weight;
                moment += weight * beyond;
            }
        }
        return u * moment / mass;
    }

    /**
     * α, read off where the forcing sees the lowest tenth of the modes: at u = 4/(2λ_{r/10} − 2λ_min). An estimate, worth what the
     * edge of the spectrum is: within 0.1 for 1,000 modes of a smooth density, rough for fewer than 100.
     */
    public double exponent() {
        double width = kernelRates[kernelRates.length / 10] - kernelRates[0];
        return exponent(4 / width);
    }
}
