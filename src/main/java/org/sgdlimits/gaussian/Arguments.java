package org.sgdlimits.gaussian;

/** Argument checks that return their argument. */
final class Arguments {

    private Arguments() {}

    static int atLeast(int least, int value, String name, String advice) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": expected an integer >= " + least + ", got " + value + "; " + advice);
        }
        return value;
    }

    static int inRange(int least, int most, int value, String name, String advice) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": expected an integer from " + least + " to " + most + ", got " + value + "; " + advice);
        }
        return value;
    }

    /** The lower triangle of an n×n covariance must be there and finite. */
    static void covariance(int n, double[][] omega) {
        if (omega.length != n) {
            throw new IllegalArgumentException("omega: expected " + n + " rows, got " + omega.length
                    + "; build the rule or factor for as many fields as Ω has");
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                if (!Double.isFinite(omega[i][j])) {
                    throw new IllegalArgumentException("omega[" + i + "][" + j + "]: expected a finite covariance, got "
                            + omega[i][j] + "; the overlaps have diverged, take a smaller learning rate or step");
                }
            }
        }
    }
}
