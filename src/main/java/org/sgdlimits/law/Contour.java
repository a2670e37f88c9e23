package org.sgdlimits.law;

import org.sgdlimits.model.Spectrum;

/**
 * An ellipse around the spectrum of K with the trapezoid rule on it, (1/2πi)∮ f dz ≈ Re Σ_n w_n f(z_n) for f with f(z̄) = f(z)*.
 *
 * <p>With [c − r, c + r] the interval from the smallest eigenvalue to the largest,
 *
 * <pre>
 *   z(φ) = c + (r/2)(ρ e^{iφ} + e^{−iφ}/ρ),   φ_n = 2π(n + ½)/N,   w_n = 2 z'(φ_n)/(iN),   n = 0 … N/2 − 1,
 * </pre>
 *
 * the ellipse with foci at the ends. For 1/(z − λ) with λ = c + r cos α the integrand's Laurent series in ρe^{iφ} is
 * 1 + 2 Σ_m cos(mα) (ρe^{iφ})^{−m}, so that the rule returns 1 + 2 Σ_{j≥1} (−1)^j cos(jNα) ρ^{−jN}: off by 2ρ^{−N}/(1 − ρ^{−N}) at most,
 * and for a factor q(z) of degree m by about |q| ρ^{m−N}. The ellipse reaches r(ρ + 1/ρ − 2)/2 beyond the spectrum, of second order in
 * ρ − 1: a narrow one costs nodes as 1/log ρ and hardly leaves the spectrum (L. N. Trefethen, J. A. C. Weideman, The exponentially
 * convergent trapezoidal rule, SIAM Review 56, 2014). Immutable.
 */
public final class Contour {

    /** An interval as short as a point gets a contour of the size of this part of the largest eigenvalue. */
    /** The flow at a node beyond grows faster than any integrator follows. */
    private static final double LARGEST_RATIO = 20;

    private static final double LEAST_RADIUS = 0.05;

    private final double[] real;
    private final double[] imaginary;
    private final double[] weightReal;
    private final double[] weightImaginary;

    private Contour(int half) {
        real = new double[half];
        imaginary = new double[half];
        weightReal = new double[half];
        weightImaginary = new double[half];
    }

    /**
     * The ellipse around a spectrum.
     *
     * @param nodes N, even
     * @param ratio ρ, the sum of the half axes over that of an ellipse shrunk onto the spectrum
     * @throws IllegalArgumentException if N is odd or less than 2, or ρ not greater than 1
     */
    public static Contour around(Spectrum spectrum, int nodes, double ratio) {
        requireValid(nodes, ratio);
        double least = spectrum.smallest();
        double largest = spectrum.largest();
        double centre = 0.5 * (least + largest);
        double radius = Math.max(0.5 * (largest - least), LEAST_RADIUS * largest);
        double width = 0.5 * radius * (ratio + 1 / ratio);
        double height = 0.5 * radius * (ratio - 1 / ratio);
        Contour contour = new Contour(nodes / 2);
        for (int n = 0; n < nodes / 2; n++) {
            double angle = 2 * Math.PI * (n + 0.5) / nodes;
            contour.real[n] = centre + width * Math.cos(angle);
            contour.imaginary[n] = height * Math.sin(angle);
            contour.weightReal[n] = 2 * height * Math.cos(angle) / nodes;
            contour.weightImaginary[n] = 2 * width * Math.sin(angle) / nodes;
        }
        return contour;
    }

    /**
     * Refuses a contour that {@link #around} would.
     *
     * @throws IllegalArgumentException as there
     */
    public static void requireValid(int nodes, double ratio) {
        if (nodes < 2 || nodes % 2 != 0) {
            throw new IllegalArgumentException("run.resolvent.nodes: expected an even number >= 2, got " + nodes);
        }
        if (!(ratio > 1 && ratio <= LARGEST_RATIO)) {
            throw new IllegalArgumentException("run.resolvent.ratio: expected a number above 1 and at most "
                    + LARGEST_RATIO + ", got " + ratio + "; 2 to 4 serve most spectra");
        }
    }

    /** The number N/2 of nodes in the upper half plane. */
    int half() {
        return real.length;
    }

    double real(int node) {
        return real[node];
    }

    double imaginary(int node) {
        return imaginary[node];
    }

    /** Weights of (Re f, Im f) at node after node whose sum is (1/2πi)∮ q(z) f(z) dz; coefficients of q from the lowest degree on. */
    double[] weights(double... polynomial) {
        double[] weights = new double[2 * real.length];
        for (int n = 0; n < real.length; n++) {
            double re = 0;
            double im = 0;
            for (int i = polynomial.length - 1; i >= 0; i--) {
                double next = re * real[n] - im * imaginary[n] + polynomial[i];
                im = re * imaginary[n] + im * real[n];
                re = next;
            }
            weights[2 * n] = re * weightReal[n] - im * weightImaginary[n];
            weights[2 * n + 1] = -(re * weightImaginary[n] + im * weightReal[n]);
        }
        return weights;
    }

    /** Writes 1/(z_n − λ). */
    void reciprocals(double eigenvalue, double[] re, double[] im) {
        for (int n = 0; n < real.length; n++) {
            double x = real[n] - eigenvalue;
            double y = imaginary[n];
            double scale = 1 / (x * x + y * y);
            re[n] = x * scale;
            im[n] = -y * scale;
        }
    }
}
