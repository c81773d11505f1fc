/**
 * The agent killed at every moment of a model's way: real processes, a real broker, SIGKILL.
 *
 * <p>A few cells in each build; all of them with {@code ./mvnw -Dquick -Dits=kill
 * -Dit.test=KillMatrixIT -pl integration-tests -am verify}.
 */
package io.stampede.it.kill;
