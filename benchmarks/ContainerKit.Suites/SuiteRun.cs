using System.Xml.Linq;

namespace ContainerKit.Suites;

/// <summary>How one run of a suite's tests went.</summary>
/// <param name="Wall">From the start of the process to its end.</param>
/// <param name="Failed">When the output told that a test had failed; null when none did.</param>
/// <param name="Output">All that the process wrote.</param>
/// <param name="Tests">What the runner keeps of each test.</param>
internal sealed record SuiteRun(int Pid, TimeSpan Wall, TimeSpan? Failed, string Output, IReadOnlyList<XElement> Tests)
{
    /// <summary>Whether it took longer than anybody waits, and was ended.</summary>
    public bool GaveUp { get; init; }

    /// <summary>Nothing is measured of tests that did something else.</summary>
    public SuiteRun RequirePassed(int tests) => Tests.Count == tests && Tests.All(test => (string?)test.Attribute("result") == "Pass")
        ? this
        : throw new InvalidOperationException($"Not all of {tests} tests passed:\n{Output}");

    public static IReadOnlyList<XElement> ReadTests(string file) => new FileInfo(file).Length == 0 ? [] : [.. XDocument.Load(file).Descendants("test")];
}
