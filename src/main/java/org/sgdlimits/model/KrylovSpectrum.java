package org.sgdlimits.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.sgdlimits.model.LanczosProcess.Rule;

/**
 * The spectral measures of a covariance that is only known by products K v, as far as a deterministic limit reads them: nodes θ_i with
 *
 * <pre>
 *   Wᵀ q(K) W = Σ_i q(θ_i) Ω_i,  W = [u | u*],     (1/d) tr q(K) ≈ Σ_i weight_i q(θ_i).
 * </pre>
 *
 * The first holds for every polynomial of degree up to 2m − 1: the Ω_i are those of the projection of K onto the block Krylov space of
 * W, m products deep, orthonormalised in full (G. H. Golub, G. Meurant, Matrices, Moments and Quadrature, 2010, ch. 5 and 8). The
 * second is the mean over probes of the same with one vector, which must have entries of mean 0 and variance 1, independent of each
 * other: off by O(1/√(d · probes)) (Hutchinson). Where K's eigenbasis is at hand, one probe of signs in it is exact to degree 2m − 1.
 *
 * <p>A model takes {@link #covariance}, a problem {@link #start}, and the methods ode and resolvent do the rest; the methods that need
 * whole multiplicities refuse:
 *
 * <pre>
 *   KrylovSpectrum krylov = KrylovSpectrum.of(K, students, teachers, KrylovSpectrum.rademacher(d, 10, 1), 30);
 *   Problem problem = new Problem(model.withCovariance(krylov.covariance()), rule, d, krylov.start(), horizon);
 * </pre>
 *
 * The flow's error falls geometrically with m, as its propagators e^{−γ∫A K} are entire in K. Immutable. Cost m (p + k + probes)
 * products and d m² ((p + k)² + probes).
 */
public final class KrylovSpectrum {

    /** A direction this much shorter than its vector lies in the space already. */
    private static final double DEPENDENT = 1e-12;

    private final Spectrum spectrum;
    private final double[][][] gram;

    private KrylovSpectrum(Spectrum spectrum, double[][][] gram) {
        this.spectrum = spectrum;
        this.gram = gram;
    }

    /**
     * The measures of K seen from given vectors.
     *
     * @param student p×d and {@code teacher} k×d, in the basis that K acts in
     * @param probes for the trace, each of length d
     * @param steps m
     * @throws IllegalArgumentException if lengths differ, there is no probe, m is not positive, or K has a negative or undefined
     *     eigenvalue among the nodes
     */
    public static KrylovSpectrum of(
            SymmetricOperator covariance, double[][] student, double[][] teacher, double[][] probes, int steps) {
        double[][] vectors = new double[student.length + teacher.length][];
        System.arraycopy(student, 0, vectors, 0, student.length);
        System.arraycopy(teacher, 0, vectors, student.length, teacher.length);
        if (vectors.length == 0 || probes.length == 0 || steps < 1) {
            throw new IllegalArgumentException("krylov: expected vectors, probes and steps, got " + vectors.length
                    + ", " + probes.length + " and " + steps);
        }
        int d = vectors[0].length;
        List<double[]> all = new ArrayList<>(Arrays.asList(vectors));
        all.addAll(Arrays.asList(probes));
        for (double[] vector : all) {
            if (vector.length != d) {
                throw new IllegalArgumentException(
                        "krylov: expected vectors of one length, got " + d + " and " + vector.length);
            }
        }
        Ritz seen = Ritz.of(covariance, vectors, steps);
        List<Rule> traces = Arrays.stream(probes)
                .map(probe -> new LanczosProcess(covariance, probe, steps).gauss())
                .toList();
        int nodes = seen.nodes.length
                + traces.stream().mapToInt(trace -> trace.nodes().length).sum();
        double[] values = Arrays.copyOf(seen.nodes, nodes);
        double[] weights = new double[nodes];
        double[][][] gram = new double[nodes][vectors.length][vectors.length];
        for (int i = 0; i < seen.nodes.length; i++) {
            for (int a = 0; a < vectors.length; a++) {
                for (int b = 0; b < vectors.length; b++) {
                    gram[i][a][b] = seen.coordinates[i][a] * seen.coordinates[i][b];
                }
            }
        }
        int next = seen.nodes.length;
        for (Rule trace : traces) {
            for (int i = 0; i < trace.nodes().length; i++) {
                values[next] = trace.nodes()[i];
                weights[next] = trace.weights()[i] / ((double) d * probes.length);
                next++;
            }
        }
        return new KrylovSpectrum(Spectrum.measure(positive(values), weights, d), gram);
    }

    /** Rounding leaves the smallest nodes of a singular K below zero. */
    private static double[] positive(double[] values) {
        double largest = Arrays.stream(values).max().orElseThrow();
        return Arrays.stream(values)
                .map(value -> value < 0 && value > -DEPENDENT * largest ? 0 : value)
                .toArray();
    }

    /** Probes of random signs. */
    public static double[][] rademacher(int dimension, int probes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] signs = new double[probes][dimension];
        for (double[] probe : signs) {
            Arrays.setAll(probe, i -> random.nextBoolean() ? 1 : -1);
        }
        return signs;
    }

    /** The covariance for a model. */
    public Covariance covariance() {
        return new Covariance.Eigenvalues(spectrum, "nodes of a block Krylov space");
    }

    /** The start for a problem. */
    public Start start() {
        return Start.blocks(gram);
    }

    /**
     * Rayleigh–Ritz on a block Krylov space.
     *
     * @param nodes θ_i
     * @param coordinates of the vectors along the Ritz vectors, [node][vector]
     */
    private record Ritz(double[] nodes, double[][] coordinates) {

        static Ritz of(SymmetricOperator covariance, double[][] vectors, int steps) {
            int d = vectors[0].length;
            int most = Math.min(steps * vectors.length, d);
            double[][] basis = new double[most][];
            double[][] projected = new double[most][most];
            int size = 0;
            for (double[] vector : vectors) {
                size += extend(basis, size, vector.clone(), new double[most], most);
            }
            double[] image = new double[d];
            for (int j = 0; j < size; j++) {
                covariance.apply(basis[j], image);
                double[] products = new double[most];
                size += extend(basis, size, image.clone(), products, most);
                System.arraycopy(products, 0, projected[j], 0, j + 1);
            }
            if (size == 0) {
                return new Ritz(new double[] {0}, new double[1][vectors.length]);
            }
            double[][] matrix = new double[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    matrix[i][j] = projected[Math.max(i, j)][Math.min(i, j)];
                }
            }
            EigenDecompositionSymmetric eigen =
                    new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix, false));
            double[][] coordinates = new double[size][vectors.length];
            for (int a = 0; a < vectors.length; a++) {
                double[] inBasis = new double[size];
                for (int j = 0; j < size; j++) {
                    inBasis[j] = Vectors.dot(basis[j], vectors[a]);
                }
                for (int i = 0; i < size; i++) {
                    coordinates[i][a] = Vectors.dot(eigen.getEigenvector(i).toArray(), inBasis);
                }
            }
            return new Ritz(eigen.getEigenvalues(), coordinates);
        }

        /**
         * Appends what of a vector is orthogonal to a basis, where there is something and room for it.
         *
         * @param products receives the vector's with the basis, the new one included
         * @return how many vectors the basis has gained, 0 or 1
         */
        private static int extend(double[][] basis, int size, double[] vector, double[] products, int most) {
            double length = Math.sqrt(Vectors.dot(vector, vector));
            if (!Double.isFinite(length)) {
                throw new IllegalArgumentException(
                        "krylov: expected finite products and vectors, got one of length " + length);
            }
            // a second pass makes Gram–Schmidt orthogonal to rounding
            for (int pass = 0; pass < 2; pass++) {
                for (int i = 0; i < size; i++) {
                    double product = Vectors.dot(basis[i], vector);
                    products[i] += product;
                    for (int c = 0; c < vector.length; c++) {
                        vector[c] -= product * basis[i][c];
                    }
                }
            }
            double rest = Math.sqrt(Vectors.dot(vector, vector));
            if (size == most || rest <= DEPENDENT * length) {
                return 0;
            }
            for (int c = 0; c < vector.length; c++) {
                vector[c] /= rest;
            }
            basis[size] = vector;
            products[size] = rest;
            return 1;
        }
    }
}
