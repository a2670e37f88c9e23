package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A quadratic risk given by rows of its own, R(X) = (1/2n')Σ_i (a_i·X − b_i)²: of rows held out, or any other positive semidefinite
 * quadratic function, with the rows of a root of its matrix.
 *
 * @param name of the observable
 * @param rows a_i and b_i, n' of them
 */
public record RowRisk(String name, LabelledData rows) {

    /** The name of the risk on rows held out. */
    public static final String TEST_RISK = "testRisk";

    /** The risk on rows held out. */
    public static RowRisk test(LabelledData heldOut) {
        return new RowRisk(TEST_RISK, heldOut);
    }

    /** ‖X − X*‖², the squared distance to a vector. */
    public static RowRisk distance(String name, double[] from) {
        int d = from.length;
        double size = Math.sqrt(2.0 * d);
        double[] diagonal = new double[d];
        Arrays.fill(diagonal, size);
        int[] starts = IntStream.rangeClosed(0, d).toArray();
        int[] places = IntStream.range(0, d).toArray();
        return new RowRisk(
                name,
                new LabelledData(
                        SparseMatrix.of(d, starts, places, diagonal),
                        Arrays.stream(from).map(x -> size * x).toArray()));
    }
}
