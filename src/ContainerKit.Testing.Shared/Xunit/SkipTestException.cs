namespace ContainerKit.Testing.Execution;

/// <summary>
/// The exception that skips the test that throws it. xUnit v3 recognizes it by the prefix of its message.
/// </summary>
#pragma warning disable CA1064 // Only xUnit catches it.
internal sealed class SkipTestException(string reason) : Exception(SkipTestException.DynamicSkipToken + reason)
#pragma warning restore CA1064
{
    /// <summary>
    /// The prefix by which xUnit v3 recognizes an exception that skips a test: <c>Xunit.v3.DynamicSkipToken.Value</c>.
    /// </summary>
    public const string DynamicSkipToken = "$XunitDynamicSkip$";
}
