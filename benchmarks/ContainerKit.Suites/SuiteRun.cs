using System.Xml.Linq;

namespace ContainerKit.Suites;

/// <summary>The result of one run of the tests of a suite.</summary>
/// <param name="Pid">The PID of the test process.</param>
/// <param name="Elapsed">The time from the start of the process to its exit.</param>
/// <param name="FirstFailure">The time until the output reported a failed test; null if no test failed.</param>
/// <param name="Output">The standard output and standard error of the process.</param>
/// <param name="Tests">The results of the tests in the XML of the runner.</param>
internal sealed record SuiteRun(int Pid, TimeSpan Elapsed, TimeSpan? FirstFailure, string Output, IReadOnlyList<XElement> Tests)
{
    /// <summary>Indicates whether the run exceeded its time limit and was killed.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Returns this run if it passed exactly the given number of tests; otherwise throws.</summary>
    public SuiteRun RequirePassed(int tests) => Tests.Count == tests && Tests.All(test => (string?)test.Attribute("result") == "Pass")
        ? this
        : throw new InvalidOperationException($"The run did not pass exactly {tests} tests:\n{Output}");

    /// <summary>Reads the test results from the XML file of the runner.</summary>
    public static IReadOnlyList<XElement> ReadTests(string file) =>
        new FileInfo(file).Length == 0 ? [] : [.. XDocument.Load(file).Descendants("test")];
}
