/** The pages of {@code docs/} that name things of the code, held against it. */
package io.stampede.it.docs;
