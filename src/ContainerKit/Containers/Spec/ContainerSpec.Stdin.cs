namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// Whether the process's standard input is open until the first session that attached to it ends its own or lets go, as <c>docker run -i</c> has it
    /// in the foreground: the process then sees the end of file. It includes <see cref="OpenStdin"/>, which alone keeps the input open for ever. Default: false.
    /// </summary>
    public bool StdinOnce { get; init; }
}
