namespace ContainerKit.Assertions;

/// <summary>The report of a failed assertion.</summary>
internal static class AssertionFailure
{
    /// <summary>The text for a subject that is null, in the words of FluentAssertions.</summary>
    public const string FoundNull = "found <null>.";

    /// <summary>
    /// Reports a failure. It throws, or adds the failure to the current assertion scope. Braces in names and logs are
    /// escaped, because both assertion libraries interpret them as placeholders.
    /// </summary>
    public static void Report(string subject, string expectation, string found, string because, object[] becauseArgs)
    {
#if AWESOME_ASSERTIONS
        var assertion = AssertionChain.GetOrCreate();
#else
        var assertion = Execute.Assertion;
#endif
        assertion.BecauseOf(because, becauseArgs)
            .FailWith($"Expected {Escape(subject)} {Escape(expectation)}{{reason}}, but {Escape(found)}");
    }

    private static string Escape(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
