namespace ContainerKit.Builds;

/// <summary>
/// The error for a file of the build context that could not be read while it was sent. It is caught in <see
/// cref="BuildStep"/>.
/// </summary>
internal sealed class UnreadableContextException(string path, Exception cause)
    : Exception($"'{path}' of its context could not be read: {cause.Message}", cause);
