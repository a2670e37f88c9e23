package org.sgdlimits.gaussian;

import java.util.Arrays;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * One-dimensional Gauss rules: n nodes, exact for polynomials of degree 2n − 1 under the weight.
 *
 * <p>The orthonormal polynomials obey b_{k+1} p_{k+1} = (x − a_k) p_k − b_k p_{k−1}. The nodes are the eigenvalues of
 * the tridiagonal matrix of the a and b (Golub & Welsch 1969), polished by Newton's method on p_n; the weights are
 * 1/Σ_{k<n} p_k(x)², which keeps the small ones accurate to their own size. Cost O(n³), once.
 */
final class GaussRule {

    static final int MOST_NODES = 256;

    /** Beyond this the weight underflows before the last node. */
    private static final int MOST_HALF_RANGE_NODES = 128;

    private static final int PANEL_NODES = 60;

    private final double[] nodes;
    private final double[] weights;

    private GaussRule(double[] nodes, double[] weights) {
        this.nodes = nodes;
        this.weights = weights;
    }

    int size() {
        return nodes.length;
    }

    double node(int i) {
        return nodes[i];
    }

    double weight(int i) {
        return weights[i];
    }

    /** The weight of the standard normal law; the weights sum to one. */
    static GaussRule hermite(int n) {
        double[] b = new double[checked(n)];
        for (int k = 1; k < n; k++) {
            b[k] = Math.sqrt(k);
        }
        return symmetric(of(new double[n], b, 1));
    }

    /** Weight one on (−1, 1). */
    static GaussRule legendre(int n) {
        double[] b = new double[checked(n)];
        for (int k = 1; k < n; k++) {
            b[k] = k / Math.sqrt(4.0 * k * k - 1);
        }
        return symmetric(of(new double[n], b, 2));
    }

    /**
     * The law of one coordinate of a uniform direction in R^D, density ∝ (1 − s²)^{(D−3)/2} on (−1, 1): a Gegenbauer weight;
     * at D = 1 the two points ±1, so that more than two nodes make two.
     */
    static GaussRule gegenbauer(int n, double directions) {
        int size = directions == 1 ? Math.min(checked(n), 2) : checked(n);
        double[] b = new double[size];
        for (int k = 1; k < size; k++) {
            // at k = 1 the quotient would be 0/0 for D = 2
            b[k] = k == 1
                    ? 1 / Math.sqrt(directions)
                    : Math.sqrt(k * (k + directions - 3) / ((2 * k + directions - 2) * (2 * k + directions - 4)));
        }
        return symmetric(of(new double[size], b, 1));
    }

    /** The norm R of D independent standard normal numbers, exact for polynomials of degree 2n − 1 in R²: Laguerre's weight. */
    static GaussRule chi(int n, double directions) {
        double alpha = 0.5 * directions - 1;
        double[] a = new double[checked(n)];
        double[] b = new double[n];
        for (int k = 0; k < n; k++) {
            // less the mean D/2, which would round the spread away where D is large
            a[k] = 2 * k;
            b[k] = Math.sqrt(k * (k + alpha));
        }
        GaussRule rule = of(a, b, 1);
        for (int i = 0; i < n; i++) {
            rule.nodes[i] = Math.sqrt(directions + 2 * rule.nodes[i]);
        }
        return rule;
    }

    /**
     * The weight x^power e^{−x²/2} on (0, ∞), power 0, 1 or 2. The recurrence has no closed form: Stieltjes' procedure on
     * a composite Gauss–Legendre discretisation finds it (Gautschi, Orthogonal Polynomials, 2004, §2.2).
     */
    static GaussRule halfRange(int n, int power) {
        Arguments.inRange(1, MOST_HALF_RANGE_NODES, n, "order", "choose a half-range rule of that many nodes");
        double reach = 2 * Math.sqrt(2.0 * n) + 10;
        int panels = (int) Math.ceil(2 * reach);
        GaussRule legendre = legendre(PANEL_NODES);
        int size = panels * PANEL_NODES;
        double[] x = new double[size];
        double[] w = new double[size];
        for (int i = 0; i < size; i++) {
            int panel = i / PANEL_NODES;
            x[i] = (panel + 0.5 * (1 + legendre.node(i % PANEL_NODES))) * reach / panels;
            double density = Math.exp(-0.5 * x[i] * x[i]) * Math.pow(x[i], power);
            w[i] = density * legendre.weight(i % PANEL_NODES) * 0.5 * reach / panels;
        }
        double mass = power == 1 ? 1 : Math.sqrt(Math.PI / 2);
        double[] a = new double[n];
        double[] b = new double[n + 1];
        double[] previous = new double[size];
        double[] current = new double[size];
        Arrays.fill(current, 1 / Math.sqrt(mass));
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < size; i++) {
                a[k] += w[i] * x[i] * current[i] * current[i];
            }
            double norm = 0;
            for (int i = 0; i < size; i++) {
                previous[i] = (x[i] - a[k]) * current[i] - b[k] * previous[i];
                norm += w[i] * previous[i] * previous[i];
            }
            b[k + 1] = Math.sqrt(norm);
            for (int i = 0; i < size; i++) {
                previous[i] /= b[k + 1];
            }
            double[] next = previous;
            previous = current;
            current = next;
        }
        return of(a, Arrays.copyOf(b, n), mass);
    }

    private static GaussRule of(double[] a, double[] b, double mass) {
        int n = a.length;
        double[] x = n == 1
                ? a.clone()
                : new EigenDecompositionSymmetric(a.clone(), Arrays.copyOfRange(b, 1, n)).getEigenvalues();
        Arrays.sort(x);
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
            for (int sweep = 0; sweep < 3; sweep++) {
                double previous = 0;
                double current = 1 / Math.sqrt(mass);
                double previousSlope = 0;
                double slope = 0;
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += current * current;
                    double scale = k + 1 < n ? b[k + 1] : 1;
                    double next = ((x[i] - a[k]) * current - b[k] * previous) / scale;
                    double nextSlope = (current + (x[i] - a[k]) * slope - b[k] * previousSlope) / scale;
                    previous = current;
                    current = next;
                    previousSlope = slope;
                    slope = nextSlope;
                }
                w[i] = 1 / sum;
                x[i] -= current / slope;
            }
        }
        return new GaussRule(x, w);
    }

    /** Makes the mirror symmetry of the weight exact, so that odd integrands give zero. */
    private static GaussRule symmetric(GaussRule rule) {
        int n = rule.size();
        for (int i = 0; 2 * i < n; i++) {
            double x = 0.5 * (rule.nodes[n - 1 - i] - rule.nodes[i]);
            double w = 0.5 * (rule.weights[n - 1 - i] + rule.weights[i]);
            rule.nodes[i] = 2 * i + 1 == n ? 0 : -x;
            rule.nodes[n - 1 - i] = 2 * i + 1 == n ? 0 : x;
            rule.weights[i] = w;
            rule.weights[n - 1 - i] = w;
        }
        return rule;
    }

    private static int checked(int n) {
        return Arguments.inRange(1, MOST_NODES, n, "order", "choose a Gauss rule of that many nodes");
    }
}
