namespace ContainerKit.Builds;

/// <summary>
/// One instruction of a Dockerfile. Its continuation lines are joined, and the here-documents that follow it are left
/// out.
/// </summary>
/// <param name="Keyword">The instruction in upper case, such as <c>RUN</c>.</param>
/// <param name="Arguments">The text after the keyword.</param>
/// <param name="HasHereDocument">Indicates whether here-documents follow it.</param>
internal sealed record DockerfileInstruction(string Keyword, string Arguments, bool HasHereDocument)
{
    /// <summary>The names of the leading options, such as <c>--mount</c>.</summary>
    public IEnumerable<string> Options => Flags.Select(flag => flag.Split('=', 2)[0]);

    /// <summary>The leading options as they are written, such as <c>--from=build</c>.</summary>
    public IEnumerable<string> Flags => Words.TakeWhile(word => word.StartsWith("--", StringComparison.Ordinal));

    /// <summary>The arguments, split at white space.</summary>
    public string[] Words => Arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
