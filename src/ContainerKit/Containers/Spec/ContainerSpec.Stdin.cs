namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// Indicates whether standard input is closed when the first attached client closes its input or detaches, as for
    /// <c>docker run -i</c> in the foreground. The process then reads the end of the file. Includes
    /// <see cref="OpenStdin"/>, which alone never closes the input. Default: false.
    /// </summary>
    public bool StdinOnce { get; init; }
}
