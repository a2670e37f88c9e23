package org.sgdlimits.leastsquares;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Samples with their targets: a row of the design and an entry of the target each.
 *
 * @param design A, n × d
 * @param target b, n entries
 */
public record LabelledData(DesignMatrix design, double[] target) {

    /** @throws IllegalArgumentException if the target has another number of entries than the design rows, or one not finite */
    public LabelledData {
        if (target.length != design.rows()) {
            throw new IllegalArgumentException(
                    "data.target: expected " + design.rows() + " entries, one a row, got " + target.length);
        }
        for (int i = 0; i < target.length; i++) {
            if (!Double.isFinite(target[i])) {
                throw new IllegalArgumentException("data.target: row " + (i + 1) + ": expected a finite number, got "
                        + target[i] + "; leave the row out");
            }
        }
    }

    /** A training part and one held out. */
    public record Split(LabelledData train, LabelledData heldOut) {}

    /** The rows of the given numbers, from 0. */
    public LabelledData select(int[] rows) {
        double[] chosen = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = target[rows[i]];
        }
        return new LabelledData(design.select(rows), chosen);
    }

    /**
     * The first rows and the others.
     *
     * @param trainRows how many rows go into training
     * @throws IllegalArgumentException if a part would be empty
     */
    public Split splitFirst(int trainRows) {
        requirePart(trainRows);
        return new Split(
                select(IntStream.range(0, trainRows).toArray()),
                select(IntStream.range(trainRows, design.rows()).toArray()));
    }

    private void requirePart(int trainRows) {
        int n = design.rows();
        if (trainRows < 1 || trainRows >= n) {
            throw new IllegalArgumentException("data.train: expected a number of rows from 1 to " + (n - 1) + " of the "
                    + n + ", got " + trainRows);
        }
    }

    /**
     * A random split; the order of the rows is kept within each part.
     *
     * @param trainRows how many rows go into training
     * @throws IllegalArgumentException if a part would be empty
     */
    public Split split(int trainRows, RandomGenerator random) {
        requirePart(trainRows);
        int n = design.rows();
        boolean[] isTrain = new boolean[n];
        int missing = trainRows;
        // Each row joins with the chance that makes every set of the wanted size equally likely (Knuth's algorithm S).
        for (int i = 0; i < n; i++) {
            if (random.nextInt(n - i) < missing) {
                isTrain[i] = true;
                missing--;
            }
        }
        int[] train = new int[trainRows];
        int[] heldOut = new int[n - trainRows];
        int trained = 0;
        for (int i = 0; i < n; i++) {
            if (isTrain[i]) {
                train[trained++] = i;
            } else {
                heldOut[i - trained] = i;
            }
        }
        return new Split(select(train), select(heldOut));
    }
}
