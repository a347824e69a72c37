using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>
/// A request for devices that a driver on the engine's host provides, such as GPUs; as for <c>docker run --gpus</c>.
/// Immutable.
/// </summary>
public sealed record DeviceRequest
{
    /// <summary>A request for all GPUs of the host.</summary>
    public static DeviceRequest AllGpus { get; } = new() { Count = -1 };

    /// <summary>The number of devices; -1 for all. Set either this or <see cref="DeviceIds"/>. Default: none.</summary>
    public int? Count
    {
        get;
        init => field = value is null or -1 or > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "Count must be at least 1, or -1 for all devices.");
    }

    /// <summary>The ids or numbers of the devices, as the driver defines them. Default: any.</summary>
    public IReadOnlyList<string> DeviceIds
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "device ids");
    } = [];

    /// <summary>The capabilities that each device must have. Default: <c>gpu</c>.</summary>
    public IReadOnlyList<string> Capabilities
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "capabilities");
    } = ["gpu"];

    /// <summary>The name of the driver. Default: a driver that has the capabilities.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? Driver
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The driver");
    }

    /// <summary>The options of the driver. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "options");
    } = SpecValidation.EmptyMap;

    /// <summary>Requests a number of GPUs.</summary>
    public static DeviceRequest Gpus(int count) => new() { Count = count };

    /// <summary>Requests GPUs by their ids or numbers.</summary>
    public static DeviceRequest Gpus(params string[] ids) => new() { DeviceIds = ids };

    /// <summary>Returns the request on one line.</summary>
    public override string ToString()
    {
        var devices = DeviceIds.Count > 0 ? string.Join(',', DeviceIds) : Count is -1 ? "all" : $"{Count}";
        return $"{string.Join(',', Capabilities)}: {devices}";
    }

    /// <exception cref="ArgumentException">
    /// Neither or both of <see cref="Count"/> and <see cref="DeviceIds"/> are set.
    /// </exception>
    internal void Validate()
    {
        if (Count is null == (DeviceIds.Count == 0))
            throw new ArgumentException(
                "A device request must set either Count or DeviceIds.", nameof(ContainerSpec.DeviceRequests));
    }
}
