namespace ContainerKit.Testing.Execution;

/// <summary>Skips the test that it is thrown in, by the beginning of its message.</summary>
#pragma warning disable CA1064 // It is for xUnit to catch.
internal sealed class SkipTestException(string reason) : Exception(SkipTestException.Mark + reason)
#pragma warning restore CA1064
{
    /// <summary>What xUnit v3 knows such a message by.</summary>
    public const string Mark = "$XunitDynamicSkip$";
}
