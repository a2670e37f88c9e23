import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.DenseMatrix;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.LeastSquaresSgd;
import org.sgdlimits.leastsquares.LeastSquaresVolterra;

/**
 * A data matrix of one's own: |x − 1/3| at 600 points of [0, 1] from 150 cosines, A_ij = √(2/n) cos(πj x_i)/√(1 + j), by 30 epochs of
 * SGD. The Volterra equation needs the matrix alone.
 */
public class CosineFeatures {

    public static LeastSquaresProblem problem() {
        int n = 600;
        int d = 150;
        double[][] rows = new double[n][d];
        double[] target = new double[n];
        for (int i = 0; i < n; i++) {
            double x = (i + 0.5) / n;
            target[i] = Math.abs(x - 1.0 / 3);
            for (int j = 0; j < d; j++) {
                rows[i][j] = Math.sqrt(2.0 / n) * Math.cos(Math.PI * j * x) / Math.sqrt(1 + j);
            }
        }
        return LeastSquaresProblem.of(DenseMatrix.of(rows), target)
                .rule(BatchRule.singleSample(30))
                .until(30);
    }

    public static void main(String... arguments) {
        var comparison = Comparison.of(problem(), new LeastSquaresVolterra(), new LeastSquaresSgd());
        System.out.println(comparison.sentence());
    }
}
