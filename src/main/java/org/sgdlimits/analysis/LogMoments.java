package org.sgdlimits.analysis;

import org.apache.commons.numbers.gamma.Erfcx;
import org.hipparchus.analysis.integration.IterativeLegendreGaussIntegrator;

/** Means of logarithms of χ² variables, to about 10⁻¹³. */
final class LogMoments {

    private static final int MAX_EVALUATIONS = 1_000_000;
    private static final double TOLERANCE = 1e-13;

    /** A Poisson weight this small against the largest changes no digit of the mean. */
    private static final double NEGLIGIBLE = 1e-18;

    /** λ/n above which three terms of the expansion in n/λ leave an error of 10⁻¹². */
    private static final double EXPANSION = 1e4;

    private LogMoments() {}

    /**
     * E log(1 + b/χ²(1)), b ≥ 0.
     *
     * <p>Its slope in b is E 1/(b + z²) = (π/(2b))^{1/2} e^{b/2} erfc((b/2)^{1/2}), so that with b = v² the mean is
     * ∫₀^{√b} (2π)^{1/2} erfcx(v/√2) dv. The integrand falls like 2/v, whence v = sinh u.
     */
    static double ofOnePlusRatio(double b) {
        if (b == 0) {
            return 0;
        }
        double root = Math.sqrt(b);
        double end = Math.log(root + Math.sqrt(1 + b));
        return Math.sqrt(2 * Math.PI)
                * new IterativeLegendreGaussIntegrator(20, TOLERANCE, TOLERANCE)
                        .integrate(
                                MAX_EVALUATIONS,
                                u -> Erfcx.value(Math.sinh(u) * Math.sqrt(0.5)) * Math.cosh(u),
                                0,
                                end);
    }

    /**
     * E log χ'²(n, λ), the noncentral χ² of n degrees of freedom.
     *
     * <p>A χ²(n + 2k) with k ~ Poisson(λ/2), and E log χ²(ν) = log 2 + ψ(ν/2): the sum runs outwards from the largest
     * weight with ψ(x + 1) = ψ(x) + 1/x; O((λ + 1)^{1/2}) terms. Far from the origin,
     * log λ + (n − 2)/λ − (n − 2)(n − 4)/(2λ²).
     */
    static double ofNoncentralChiSquare(int n, double lambda) {
        if (lambda > EXPANSION * n) {
            return Math.log(lambda) + (n - 2.0) / lambda - (n - 2.0) * (n - 4.0) / (2 * lambda * lambda);
        }
        double mean = 0.5 * lambda;
        double mode = Math.floor(mean);
        double centre = digamma(0.5 * n + mode);
        double total = 1;
        double sum = centre;
        double weight = 1;
        double digamma = centre;
        for (double k = mode; weight > NEGLIGIBLE; k++) {
            digamma += 1 / (0.5 * n + k);
            weight *= mean / (k + 1);
            total += weight;
            sum += weight * digamma;
        }
        weight = 1;
        digamma = centre;
        for (double k = mode; k > 0 && weight > NEGLIGIBLE; k--) {
            digamma -= 1 / (0.5 * n + k - 1);
            weight *= k / mean;
            total += weight;
            sum += weight * digamma;
        }
        return Math.log(2) + sum / total;
    }

    /** ψ(x), x &gt; 0: upwards to x ≥ 16, where the asymptotic series leaves 10⁻¹⁶. Hipparchus' is good to 3·10⁻⁹ only. */
    private static double digamma(double x) {
        double shifted = x;
        double sum = 0;
        for (; shifted < 16; shifted++) {
            sum -= 1 / shifted;
        }
        double y = 1 / (shifted * shifted);
        double series = y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))));
        return sum + Math.log(shifted) - 0.5 / shifted - series;
    }
}
