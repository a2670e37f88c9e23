package org.sgdlimits.leastsquares;

import java.util.Arrays;
import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.block.MatrixOps_DDRB;
import org.ejml.dense.block.MatrixOps_MT_DDRB;

/**
 * AᵀA and AAᵀ in full, m × m, row by row in one array. Of dense designs by EJML in blocks, on all processors and with the same bits for
 * any number of them; of sparse ones row by row. Cost n d m multiplications, and n e m with e entries in a sparse row; a copy of a
 * dense A.
 */
final class GramMatrix {

    private GramMatrix() {}

    /** AᵀA, d × d. */
    static double[] ofColumns(DesignMatrix design) {
        int d = design.columns();
        if (design instanceof DenseMatrix dense) {
            return product(dense, d, MatrixOps_MT_DDRB::multTransA);
        }
        double[] gram = new double[Math.multiplyExact(d, d)];
        double[] row = new double[d];
        for (int i = 0; i < design.rows(); i++) {
            Arrays.fill(row, 0);
            design.addRow(i, 1, row);
            for (int j = 0; j < d; j++) {
                double factor = row[j];
                for (int k = 0; factor != 0 && k < d; k++) {
                    gram[j * d + k] += factor * row[k];
                }
            }
        }
        return gram;
    }

    /** AAᵀ, n × n. */
    static double[] ofRows(DesignMatrix design) {
        int n = design.rows();
        if (design instanceof DenseMatrix dense) {
            return product(dense, n, MatrixOps_MT_DDRB::multTransB);
        }
        double[] gram = new double[Math.multiplyExact(n, n)];
        for (int i = 0; i < n; i++) {
            double[] row = design.row(i);
            for (int k = 0; k < n; k++) {
                gram[i * n + k] = design.dot(k, row);
            }
        }
        return gram;
    }

    /** EJML's product of two matrices in blocks. */
    @FunctionalInterface
    private interface Product {
        void apply(DMatrixRBlock left, DMatrixRBlock right, DMatrixRBlock out);
    }

    private static double[] product(DenseMatrix design, int size, Product product) {
        DMatrixRBlock blocks =
                MatrixOps_DDRB.convert(DMatrixRMaj.wrap(design.rows(), design.columns(), design.stored()));
        DMatrixRBlock gram = new DMatrixRBlock(size, size);
        product.apply(blocks, blocks, gram);
        return MatrixOps_DDRB.convert(gram, new DMatrixRMaj(size, size)).data;
    }
}
