package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class GaussRuleTest {

    @Test
    void halfRangeRuleIsExactForOddAndEvenPowers() {
        for (int power = 0; power <= 1; power++) {
            for (int n : new int[] {1, 2, 5, 10, 20, 40, 80, 128}) {
                GaussRule rule = GaussRule.halfRange(n, power);
                for (int degree = 0; degree < Math.min(2 * n, 160); degree++) {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += rule.weight(i) * Math.pow(rule.node(i), degree);
                    }
                    double s = 0.5 * (degree + power + 1);
                    double logExact = (s - 1) * Math.log(2) + Gamma.logGamma(s);
                    // A node off by an ulp changes x^degree by degree ulps; the logarithm of the moment adds its own.
                    double tolerance = 1e-14 * (4 + degree);
                    assertEquals(1, sum / Math.exp(logExact), tolerance, n + " nodes, power " + degree);
                }
            }
        }
    }

    @Test
    void hermiteRuleIsExactForItsDegree() {
        for (int n : new int[] {1, 2, 7, 20, 64, 120}) {
            GaussRule rule = GaussRule.hermite(n);
            double exact = 1;
            for (int degree = 0; degree < Math.min(2 * n, 120); degree += 2) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += rule.weight(i) * Math.pow(rule.node(i), degree);
                }
                assertEquals(1, sum / exact, 1e-14 * (4 + degree), n + " nodes, power " + degree);
                exact *= degree + 1;
            }
        }
    }

    @Test
    void legendreRuleIsExactForItsDegree() {
        for (int n : new int[] {1, 2, 7, 20, 64}) {
            GaussRule rule = GaussRule.legendre(n);
            for (int degree = 0; degree < 2 * n; degree += 2) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += rule.weight(i) * Math.pow(rule.node(i), degree);
                }
                assertEquals(2.0 / (degree + 1), sum, 4e-15, n + " nodes, power " + degree);
            }
        }
    }

    /** E[s^{2m}] = Π_{i<m} (2i + 1)/(D + 2i); at D = 1 it is 1, and two nodes are all there are. */
    @Test
    void gegenbauerRuleIsExactForTheMomentsOfAUniformDirection() {
        for (double directions : new double[] {1, 2, 3, 4, 9, 100, 1e9}) {
            for (int n : new int[] {1, 2, 3, 8, 24, 40}) {
                GaussRule rule = GaussRule.gegenbauer(n, directions);
                double exact = 1;
                for (int degree = 0; degree < 2 * n; degree += 2) {
                    double sum = 0;
                    for (int i = 0; i < rule.size(); i++) {
                        sum += rule.weight(i) * Math.pow(rule.node(i), degree);
                    }
                    assertEquals(1, sum / exact, 1e-14 * (4 + degree), n + " nodes, D = " + directions);
                    exact *= (degree + 1) / (directions + degree);
                }
            }
        }
    }

    /** E[(R²/D)^m] = Π_{i<m} (1 + 2i/D). */
    @Test
    void chiRuleIsExactForTheEvenMomentsOfANorm() {
        for (double directions : new double[] {1, 2, 3, 4, 9, 100, 1e9}) {
            for (int n : new int[] {1, 2, 3, 8, 20}) {
                GaussRule rule = GaussRule.chi(n, directions);
                double exact = 1;
                for (int m = 0; m < 2 * n; m++) {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += rule.weight(i) * Math.pow(rule.node(i) * rule.node(i) / directions, m);
                    }
                    assertEquals(1, sum / exact, 1e-14 * (8 + 4 * m), n + " nodes, D = " + directions);
                    exact *= 1 + 2 * m / directions;
                }
            }
        }
    }
}
