package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.sgdlimits.model.Vectors;

/**
 * The exact modes of a data problem, from the eigenvectors of the smaller of AᵀA and AAᵀ, m = min(n, d).
 *
 * <p>From AAᵀ u = σu follows v = Aᵀu/√σ. Eigenvalues below m ε σ_max are rounding and left out. Further risks come
 * along; then a start outside the row space is one further mode, with σ = 0.
 *
 * <p>Cost m² max(n, d) for the smaller Gram matrix, some 10 m³ for its eigenvectors, n' d m for a risk of n' rows; memory
 * 8 (2m² + md) bytes: 1 s for m = 1000, 10 s for m = 2000.
 */
public final class DataSpectrum {

    private DataSpectrum() {}

    /**
     * The modes of a problem.
     *
     * @throws IllegalStateException if the eigenvalues are not found
     */
    public static SpectralMeasure of(LeastSquaresProblem problem) {
        DesignMatrix design = problem.data().design();
        int d = design.columns();
        double ridge = problem.ridge();
        Eigen eigen = design.rows() < d ? Eigen.ofRows(design) : Eigen.ofColumns(design);
        double[] outside = outside(eigen.vectors, problem.start());
        double left = Math.sqrt(Vectors.dot(outside, outside));
        boolean further =
                !problem.risks().isEmpty() && left > 1e-14 * Math.sqrt(Vectors.dot(problem.start(), problem.start()));
        int first = further ? 1 : 0;
        int r = eigen.values.length + first;
        double[] eigenvalues = new double[r];
        double[][] vectors = new double[r][];
        double[] start = new double[r];
        double[] bias = new double[r];
        double[] optimum = new double[d];
        double[] target = problem.data().target();
        double[] pulled = new double[d];
        design.multiplyTransposed(target, pulled);
        if (further) {
            vectors[0] = outside.clone();
            Arrays.setAll(vectors[0], i -> outside[i] / left);
            start[0] = left;
        }
        double[] fitted = new double[d];
        for (int j = first; j < r; j++) {
            double sigma = eigen.values[j - first];
            double[] v = eigen.vectors[j - first];
            double along = Vectors.dot(v, pulled);
            double best = along / (sigma + ridge);
            eigenvalues[j] = sigma;
            vectors[j] = v;
            start[j] = Vectors.dot(v, problem.start()) - best;
            bias[j] = along / Math.sqrt(sigma) * ridge / (sigma + ridge);
            Vectors.addTo(optimum, best, v);
            Vectors.addTo(fitted, along / sigma, v);
        }
        double[] counts = new double[r];
        Arrays.fill(counts, first, r, 1);
        return new SpectralMeasure(
                design.rows(),
                ridge,
                eigenvalues,
                counts,
                start,
                bias,
                squaredResidual(design, fitted, target),
                problem.risks().stream()
                        .map(risk -> quadratic(risk, vectors, optimum))
                        .toList());
    }

    /** The eigenvalues of AᵀA that are not zero, ascending, with unit eigenvectors, one a row. */
    private record Eigen(double[] values, double[][] vectors) {

        static Eigen ofColumns(DesignMatrix design) {
            return of(GramMatrix.ofColumns(design), design.columns());
        }

        static Eigen ofRows(DesignMatrix design) {
            Eigen left = of(GramMatrix.ofRows(design), design.rows());
            double[][] vectors = new double[left.values.length][design.columns()];
            for (int j = 0; j < vectors.length; j++) {
                design.multiplyTransposed(left.vectors[j], vectors[j]);
                double norm = Math.sqrt(Vectors.dot(vectors[j], vectors[j]));
                for (int c = 0; c < vectors[j].length; c++) {
                    vectors[j][c] /= norm;
                }
            }
            return new Eigen(left.values, vectors);
        }

        private static Eigen of(double[] gram, int m) {
            EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(m, true, true);
            if (!eigen.decompose(DMatrixRMaj.wrap(m, m, gram))) {
                throw new IllegalStateException("the eigenvalues of the " + m + " x " + m
                        + " Gram matrix of the data were not found; check the data for entries of very different size");
            }
            double[] all = new double[m];
            Arrays.setAll(all, j -> eigen.getEigenvalue(j).getReal());
            double cut = m * Math.ulp(Arrays.stream(all).max().orElse(0));
            int[] kept = IntStream.range(0, m)
                    .filter(j -> all[j] > cut)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> all[j]))
                    .mapToInt(j -> j)
                    .toArray();
            double[][] vectors = new double[kept.length][];
            for (int j = 0; j < kept.length; j++) {
                vectors[j] = eigen.getEigenVector(kept[j]).data;
            }
            return new Eigen(Arrays.stream(kept).mapToDouble(j -> all[j]).toArray(), vectors);
        }
    }

    private static double[] outside(double[][] vectors, double[] x) {
        double[] rest = x.clone();
        for (double[] v : vectors) {
            Vectors.addTo(rest, -Vectors.dot(v, rest), v);
        }
        return rest;
    }

    /** ‖A x − b‖² at the least-squares solution: as a sum of squares, because ‖b‖² minus what is fitted cancels. */
    private static double squaredResidual(DesignMatrix design, double[] x, double[] target) {
        double[] residual = new double[target.length];
        design.multiply(x, residual);
        Vectors.addTo(residual, -1, target);
        return Vectors.dot(residual, residual);
    }

    private static QuadraticRisk quadratic(RowRisk risk, double[][] vectors, double[] optimum) {
        LabelledData given = risk.rows();
        int rows = given.design().rows();
        double[][] images = new double[vectors.length][rows];
        double[] curvature = new double[vectors.length];
        for (int j = 0; j < vectors.length; j++) {
            given.design().multiply(vectors[j], images[j]);
            curvature[j] = Vectors.dot(images[j], images[j]) / rows;
        }
        double[] atOptimum = new double[rows];
        given.design().multiply(optimum, atOptimum);
        Vectors.addTo(atOptimum, -1, given.target());
        return new QuadraticRisk(risk.name(), curvature, y -> {
            double[] residual = atOptimum.clone();
            for (int j = 0; j < y.length; j++) {
                Vectors.addTo(residual, y[j], images[j]);
            }
            return Vectors.dot(residual, residual) / (2.0 * rows);
        });
    }
}
